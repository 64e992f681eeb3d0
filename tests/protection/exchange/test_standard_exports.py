"""Rows without names in the variables of HTCDS and CTDC: access, announced losses, contents."""

import csv
import datetime as dt
import io
import json
from typing import Any

import pytest

from saathi.agencies.models import Hidden, Staff
from saathi.agencies.sections import Section
from saathi.consent.vocabulary import ChildAnswer, LegalBasis
from saathi.engines.sheets import encrypted_zip
from saathi.infra.reasons import Refused
from saathi.people.vocabulary import NationalityState
from saathi.protection.casework.cases.models import Case
from saathi.protection.decisions.orders.vocabulary import (
    AuthorityKind,
    StatusLayer,
    TraffickingFinding,
)
from saathi.protection.exchange.actions import exporting
from saathi.protection.exchange.models import Export
from saathi.protection.identification.trafficking import actions as trafficking
from tests import reading
from tests.desk.cast import entries
from tests.factories import agencies, children, people, rights
from tests.factories.orders import record_finding
from tests.protection.exchange import cast
from tests.protection.exchange.cast import Desk
from tests.protection.exchange.test_exporting import send_checked
from tests.roles import acting, role
from tests.signing import just_confirmed

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NEW = "/exchange/exports/new/"
WHO_CASE_WHAT_LAW = ["128", "4", "1024"]


@pytest.fixture
def desk() -> Desk:
    return cast.desk()


def asked(desk: Desk, form: str, **typed: object) -> Any:
    data: dict[str, object] = {"purpose": "statistics", "reason": "Agreement 7 with the bureau."}
    data |= {"format": form, "sections": WHO_CASE_WHAT_LAW}
    return send_checked(desk, NEW, **data | typed)


def read_export(
    desk: Desk, form: str, **typed: object
) -> tuple[list[dict[str, str]], dict[str, Any]]:
    """The rows and the dictionary of an export in this format, from its encrypted ZIP."""
    answer = asked(desk, form, **typed)
    assert answer.status_code == 302, answer.content.decode()
    path = str(answer["Location"])
    cast.carried(path, desk.officer, "run_export")
    page = desk.client.post(f"{path}passphrase/").content.decode()
    phrase = page.split('class="code" dir="ltr">')[1].split("<")[0]
    files = encrypted_zip.unpack_encrypted_zip(desk.client.post(f"{path}fetch/").content, phrase)
    assert set(files) == {f"{form}.csv", "datapackage.json"}
    text = files[f"{form}.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text))), json.loads(files["datapackage.json"])


def page_text(answer: Any) -> str:
    return reading.words(answer.content)


def losses_by_name(dictionary: dict[str, Any]) -> dict[str, int]:
    return {loss["name"]: loss["rows"] for loss in dictionary["saathi"]["losses"]}


def record_statistics_consent(desk: Desk, case: Case, **asked: object) -> None:
    with acting(desk.worker):
        rights.consent(case.child, desk.worker, scopes=("case", "statistics"), **asked)


def trafficked_case(
    desk: Desk, name: str = "Sunita Mahato", *, agreed: bool = True, **episode: object
) -> Case:
    """A girl from Nepal who was recruited for several purposes and allows statistics."""
    case = children.case(
        desk.worker,
        name,
        gender="girl",
        nationality_state=NationalityState.KNOWN,
        nationalities=("NPL",),
    )
    usual: dict[str, Any] = {
        "acts": ["recruitment"],
        "purposes": ["domestic_servitude", "begging"],
        "means": ["deception"],
    }
    episode_input = trafficking.EpisodeInput(**usual | episode)
    with acting(desk.worker):
        trafficking.record_episode(
            child=case.child,
            data=episode_input,
            texts=trafficking.EpisodeTexts(),
            legs=[],
            actor=desk.worker,
        )
        people.alleged(
            case.child, desk.worker, "Bikram Lal", roles=["recruited"], relationship="relative"
        )
    if agreed:
        record_statistics_consent(desk, case)
    return case


def record_status(
    case: Case, actor: Staff, layer: StatusLayer, finding: TraffickingFinding, **more: Any
) -> None:
    with acting(actor):
        record_finding(case.child, actor, layer, finding, **more)


# --- who may not ----------------------------------------------------------------------------------


@pytest.mark.parametrize("role_kind", ["case_worker", "supervisor", "rapporteur"])
def test_who_may_not_export_gets_no_rows_either(desk: Desk, role_kind: str) -> None:
    trafficked_case(desk)
    person = agencies.staff(role_kind, desk.office)
    client = just_confirmed(person)
    assert client.get(NEW).status_code == 404
    assert client.post(NEW, {"format": "htcds", "purpose": "statistics"}).status_code == 404
    with role("maintenance"):
        assert not Export.objects.exists()


def test_standard_export_is_refused_for_a_single_child(desk: Desk) -> None:
    case = trafficked_case(desk)
    path = f"/child/{case.file_id}/export/"
    page = desk.client.get(path).content.decode()
    assert "HTCDS" not in page
    assert "trafficking statistics body" not in page
    sent = cast.send(desk.client, path, purpose="check", reason="x", format="htcds", sections=["4"])
    assert sent.context["form"].errors["format"]
    with acting(desk.officer), pytest.raises(Refused, match="format"):
        exporting.request_export(
            data=exporting.ExportRequest("check", "x", "htcds", Section.SITUATION, 1, case.file_id),
            actor=desk.officer,
        )


def test_statistics_get_no_names_and_the_form_needs_what_happened(desk: Desk) -> None:
    trafficked_case(desk)
    named = asked(desk, "json")
    assert "Statistics exports contain no names. Choose HTCDS or CTDC." in page_text(named)
    empty = asked(desk, "ctdc", sections=["128"])
    assert (
        "This format includes what happened to the child. Select that section as well."
        in page_text(empty)
    )
    with role("maintenance"):
        assert not Export.objects.exists()


# --- what is said before --------------------------------------------------------------------------


def test_what_is_lost_is_said_before_anything_is_asked_for(desk: Desk) -> None:
    page = page_text(desk.client.get(NEW))
    assert "Information lost in HTCDS 2.0" in page
    assert "Information lost in CTDC" in page
    assert "The standard has no code for this value. It is exported as “other”." in page
    assert "Use of the child in camel racing" in page
    assert "a person who knows a child may recognise the row" in page
    assert "Could reveal the identity or location of the child." in page
    for theirs in ("victim", "Victim", "Pornography", "SexualExploitation"):
        assert theirs not in page


def test_export_page_repeats_the_losses(desk: Desk) -> None:
    trafficked_case(desk)
    page = page_text(desk.client.get(asked(desk, "ctdc")["Location"]))
    assert "Information lost in CTDC" in page
    assert "Information lost in HTCDS" not in page
    assert "gender, age and nationality of the child" in page
    assert "personal details" not in page.split("Sections")[1].split("Form")[0]
    page_words = page_text(desk.client.get(asked(desk, "csv", purpose="check")["Location"]))
    assert "Information lost" not in page_words


# --- what is in the file --------------------------------------------------------------------------


def test_a_row_of_htcds_read_back(desk: Desk) -> None:
    case = trafficked_case(desk)
    record_status(case, desk.worker, StatusLayer.PRACTITIONER, TraffickingFinding.PRESUMED)
    court = {"authority": AuthorityKind.COURT}
    record_status(case, desk.worker, StatusLayer.FINAL, TraffickingFinding.ESTABLISHED, **court)
    [row], dictionary = read_export(desk, "htcds")
    assert row == {
        "prs_Gender": "Feminine",
        "prs_Citizenship": "NPL",
        "vic_TraffickingStatus": "ActualVictimOfTrafficking",
        "vic_TraffickingStatusDecisionMakingOrg": "CourtOrProsecution",
        "vic_RelationshipToTrafficker": "Familial",
        "vic_MethodOfRecruitment": "",
        "vic_MethodsOfControl": "FalsePromises",
        "vic_TypeOfExploitation": "Servitude;ForcedBegging",
        "vic_ForcedLabourIndustry": "T_ActivitiesOfHouseholdsAsEmployers",
        "vic_TypeOfSexExploitation": "",
        "cas_Status": "Active",
        "saathi_AgeBand": row["saathi_AgeBand"],
    }
    fields = [field["name"] for field in dictionary["resources"][0]["schema"]["fields"]]
    assert fields == list(row)
    assert dictionary["saathi"]["standard"]["version"] == "2.0"
    assert dictionary["saathi"]["standard"]["licences"] == [{"name": "CC-BY-4.0"}]
    assert losses_by_name(dictionary)["said_not_found"] == 1
    assert losses_by_name(dictionary)["means_as_control"] == 1


def test_a_row_of_ctdc_read_back_and_children_not_trafficked_have_none(desk: Desk) -> None:
    trafficked_case(desk, purposes=["prostitution", "agriculture"])
    record_statistics_consent(desk, children.case(desk.worker, "Bikash Sada", gender="boy"))
    [row], dictionary = read_export(desk, "ctdc")
    filled = {name: value for name, value in row.items() if value and name != "ageBroad"}
    assert filled == {
        "yearOfRegistration": "2026",
        "gender": "Woman",
        "citizenship": "NPL",
        "CountryOfExploitation": desk.office.country,
        "meansFalsePromises": "1",
        "isForcedLabour": "1",
        "isSexualExploit": "1",
        "typeOfLabourAgriculture": "1",
        "typeOfSexProstitution": "1",
        "recruiterRelationFamily": "1",
    }
    assert dictionary["saathi"]["rows"] == 1
    assert losses_by_name(dictionary)["only_trafficked"] == 1
    assert losses_by_name(dictionary)["country_of_case"] == 1


def test_losses_are_counted_by_rows(desk: Desk) -> None:
    trafficked_case(desk, purposes=["camel_racing", "debt_release"])  # both become "other": one row
    trafficked_case(desk, purposes=["camel_racing"])
    trafficked_case(desk, purposes=["begging"])
    rows, dictionary = read_export(desk, "htcds")
    assert len(rows) == dictionary["saathi"]["rows"] == 3
    assert losses_by_name(dictionary)["no_place"] == 2
    everything = {entry["variable"] for entry in dictionary["saathi"]["not filled"]}
    assert {"prs_FirstName", "vic_AgeWhenTrafficked", "hte_Date"} <= everything


def test_standard_export_contains_no_name_number_day_or_place(desk: Desk) -> None:
    case = trafficked_case(desk, recruited_country="NPL", recruited_district="NP-P2-DHA")
    for form in ("htcds", "ctdc"):
        rows, dictionary = read_export(desk, form)
        export_text = json.dumps([rows, dictionary])
        for text in (
            "Sunita", "Mahato", "Bikram", case.child.code, str(case.file_id), str(case.pk),
            "NP-P2-DHA", case.opened_on.isoformat(), desk.office.name,
        ):  # fmt: skip
            assert text not in export_text, (form, text)


def test_sections_that_were_not_asked_for_have_no_column(desk: Desk) -> None:
    case = trafficked_case(desk)
    record_status(case, desk.worker, StatusLayer.PRACTITIONER, TraffickingFinding.PRESUMED)
    [row], dictionary = read_export(desk, "htcds", sections=["4"])
    assert not {"cas_Status", "vic_TraffickingStatus"} & set(row)
    assert row["vic_TypeOfExploitation"]
    reasons = {entry["variable"]: entry["why"] for entry in dictionary["saathi"]["not filled"]}
    assert reasons["cas_Status"] == "It lies in a section of the file that was not asked for."


def test_children_who_are_protected_or_hidden_have_no_row(desk: Desk) -> None:
    trafficked_case(desk)
    protected, hidden = trafficked_case(desk), trafficked_case(desk)
    with role("maintenance"):
        type(protected.file).objects.filter(pk=protected.file_id).update(is_protected=True)
        Hidden.objects.create(
            file_id=hidden.file_id, principal=desk.officer.id, hidden_by=desk.worker.id
        )
    rows, _told = read_export(desk, "ctdc")
    assert len(rows) == 1


# --- who agreed -----------------------------------------------------------------------------------

EARLIER, LATER = dt.date(2026, 3, 1), dt.date(2026, 3, 5)
REFUSED = {"basis": LegalBasis.BEST_INTERESTS, "answer": ChildAnswer.NO, "reason": "Her file"}
# consents to statistics, oldest first | whether there is a row
AGREED: list[tuple[str, list[dict[str, Any]], bool]] = [
    ("not asked", [], False),
    ("agreed", [{}], True),
    ("refused", [REFUSED], False),
    ("refused, then agreed", [REFUSED | {"given_on": EARLIER}, {"given_on": LATER}], True),
    ("agreed, then refused", [{"given_on": EARLIER}, REFUSED | {"given_on": LATER}], False),
    ("agreed until a day that is over", [{"ends_on": LATER}], False),
    (
        "a law asks for it",
        [{"basis": LegalBasis.DUTY, "answer": ChildAnswer.NO, "reason": "Act"}],
        True,
    ),
    ("in danger", [{"basis": LegalBasis.VITAL, "reason": "Risk"}], False),
]


@pytest.mark.parametrize(
    ("said", "rows"),
    [case_row[1:] for case_row in AGREED],
    ids=[case_row[0] for case_row in AGREED],
)
def test_for_statistics_there_is_a_row_only_of_who_agreed(
    desk: Desk, said: list[dict[str, Any]], rows: bool
) -> None:
    trafficked_case(desk)
    not_agreed = trafficked_case(desk, agreed=False)
    for answer in said:
        record_statistics_consent(desk, not_agreed, **answer)
    assert len(read_export(desk, "htcds")[0]) == 1 + rows


def test_what_was_withdrawn_counts_no_more_and_the_page_says_why_none_fits(desk: Desk) -> None:
    case = trafficked_case(desk)
    with role("maintenance"):
        case.child.consents.update(withdrawn_on=LATER)
    answer = asked(desk, "ctdc")
    assert "No matching files" in page_text(answer)
    # The agency itself needs no more than for any other format.
    assert len(read_export(desk, "ctdc", purpose="check")[0]) == 1


def test_whoever_may_be_eighteen_by_now_is_asked_anew(desk: Desk) -> None:
    case = trafficked_case(desk)
    trafficked_case(desk)
    with role("maintenance"):
        type(case.child).objects.filter(pk=case.child_id).update(
            birth_year_low=2008, birth_year_high=2009
        )
    assert len(read_export(desk, "htcds")[0]) == 1


def test_who_is_accused_does_not_give_the_accusation_out(desk: Desk) -> None:
    case = trafficked_case(desk, purposes=["begging"])
    with acting(desk.worker):
        people.alleged(
            case.child, desk.worker, "The officer", roles=["recruited"], relationship="official",
            accused_staff=desk.officer.id,
        )  # fmt: skip
    [row], _told = read_export(desk, "ctdc")
    assert row["recruiterRelationFamily"] == "1"
    assert row["recruiterRelationOther"] == ""


def test_standard_export_leaves_out_withdrawn_allegations(desk: Desk) -> None:
    case = trafficked_case(desk)
    with role("maintenance"):
        case.child.alleged.update(allegation_state="taken_back")
    [row], _told = read_export(desk, "ctdc")
    assert row["recruiterRelationFamily"] == ""


def test_standard_export_rows_are_sorted_by_content(desk: Desk) -> None:
    for purposes in (["begging"], ["prostitution"], ["factory"]):
        trafficked_case(desk, purposes=purposes)
    rows, _told = read_export(desk, "htcds")
    cells = [list(row.values()) for row in rows]
    assert cells == sorted(cells)


@pytest.mark.requirement("PRI-007")
def test_each_child_s_log_says_in_which_form_it_was_given_out(desk: Desk) -> None:
    cases = [trafficked_case(desk) for _ in range(2)]
    read_export(desk, "htcds")
    read = entries(kind="exported", by=desk.officer.id)
    assert {entry.file_id for entry in read} == {case.file_id for case in cases}
    assert {entry.purpose for entry in read} == {"statistics"}
    assert {entry.detail["format"] for entry in read} == {"htcds"}


def test_a_code_without_a_line_leaves_no_export(desk: Desk) -> None:
    case = trafficked_case(desk)
    with role("maintenance"):
        case.child.episodes.update(purposes=["a_purpose_of_tomorrow"])
    path = asked(desk, "htcds")["Location"]
    cast.carried(path, desk.officer, "run_export")
    with acting(desk.officer):
        record = Export.objects.get(pk=cast.record_of(path))
    assert (record.state, record.stored) == ("failed", None)
