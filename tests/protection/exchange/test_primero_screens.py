"""Screens of an import from Primero: no columns to map, previews, owners, counts, differences, errors."""

import json
from typing import Any

import pytest

from saathi.people.models import AgeStatement, Child
from saathi.protection.casework.cases.models import Case
from saathi.protection.exchange.actions import importing
from saathi.vault import store as vault
from tests import filled
from tests.counting import at_most
from tests.factories import agencies
from tests.protection.exchange import cast, primero_files
from tests.protection.exchange.cast import Desk
from tests.roles import acting
from tests.screens import read
from tests.signing import just_confirmed, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FULL, PLAIN = primero_files.full_case, primero_files.plain_case


@pytest.fixture
def desk() -> Desk:
    return cast.desk()


def tables_of(desk: Desk, path: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """The tables of the page of an import: caption, first cell, other cells."""
    tables = read(desk.client.get(path))[1]
    return {
        table.caption: {name: tuple(cells) for name, cells in table.rows.items()}
        for table in tables
    }


def test_a_primero_file_is_recognised_and_has_nothing_to_map(desk: Desk) -> None:
    path = cast.upload_primero(desk, [FULL(1)])
    assert path.split("/")[-2] != "columns"
    assert cast.state(path, desk.officer).state == "checking"
    for page in ("columns/", "words/"):
        assert desk.client.get(f"{path}{page}").status_code == 302
    cast.carried(path, desk.officer)
    page = read(desk.client.get(path))[0]
    assert "JSON (Primero case export)" in page
    assert "Map columns" not in page
    assert "Change column mapping" not in page


def test_preview_shows_the_child_as_the_file_will(desk: Desk) -> None:
    path = cast.primero_checked(desk, [PLAIN(1), FULL(2), PLAIN(3)])
    with at_most(20):
        answer = desk.client.get(f"{path}rows/2/")
    page = read(answer)[0]
    for words in (
        *("Asmita Devi Rai", "Girl", "12 April 2012", "Nepal", "Maithili", "NID-700", "High"),
        *(
            "Maya Rai",
            "Aunt or uncle",
            "on the street",
            "Sleeps at the bus park",
            "Weekly tutoring",
        ),
        *("Draft", "Needs a tetanus shot", "The teacher praised her.", "Case management"),
        *("Information without a field in Saathi", "Sells tea", "Record 2 of 3"),
        *("The plan is imported as a draft", "Unaccompanied", "rita.thapa, Rita Thapa"),
    ):
        assert words in page, words
    hrefs = answer.content.decode()
    assert f'href="{path}rows/1/"' in hrefs
    assert f'href="{path}rows/3/"' in hrefs
    assert f'href="{path}rows/2/"' in desk.client.get(f"{path}rows/").content.decode()
    for number in (0, 4):
        assert desk.client.get(f"{path}rows/{number}/").status_code == 404


def test_preview_and_import_read_the_same(desk: Desk) -> None:
    """Each text of a record in the file was on the preview; the child's own are tested above."""
    path = cast.primero_checked(desk, [FULL(1)])
    page = " ".join(read(desk.client.get(f"{path}rows/1/"))[0].split())
    cast.send(desk.client, f"{path}decide/", worker=desk.worker.pk)
    cast.carried(path, desk.officer, "run_import")
    for text in cast.sealed_texts(cast.files_of(path), without=(Child, AgeStatement)):
        for line in text.splitlines():
            assert " ".join(line.split()) in page, line


def test_pages_are_hidden_from_all_others(desk: Desk) -> None:
    path = cast.primero_checked(desk, [FULL(1)])
    others = [
        signed_in(desk.worker),
        signed_in(agencies.staff("supervisor", desk.office)),
        just_confirmed(agencies.staff("data_officer")),
    ]
    for client in others:
        assert client.get(f"{path}rows/1/").status_code == 404
        assert client.post(f"{path}check/", {"version": 1}).status_code == 404
    assert cast.state(path, desk.officer).state == "checked"


def test_a_table_has_no_preview_of_a_record(desk: Desk) -> None:
    path = cast.checked(desk)
    assert desk.client.get(f"{path}rows/1/").status_code == 404
    page = desk.client.get(path).content.decode()
    sent = filled.form(page, to=f"{path}drop/")
    assert desk.client.post(f"{path}check/", sent)["Location"] == path
    assert cast.state(path, desk.officer).state == "checked"


def test_a_check_that_failed_can_be_started_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = cast.upload_primero(desk, [PLAIN(1)])
    with monkeypatch.context() as broken:
        broken.setattr(importing.checks, "count_row_checks", lambda *_args, **_more: 1 / 0)
        cast.carried(path, desk.officer)
    assert cast.state(path, desk.officer).state == "failed"
    page = desk.client.get(path).content.decode()
    sent = filled.form(page, to=f"{path}check/")
    assert desk.client.post(f"{path}check/", sent)["Location"] == path
    assert cast.state(path, desk.officer).state == "checking"
    cast.carried(path, desk.officer)
    assert cast.state(path, desk.officer).state == "checked"


def test_owner_with_the_address_or_name_of_a_colleague_is_proposed(desk: Desk) -> None:
    rita = agencies.staff("case_worker", desk.office)
    cases = [
        PLAIN(1, owned_by="w1", owned_by_text=rita.name),
        PLAIN(2, owned_by=rita.email.upper()),
        PLAIN(3, owned_by="unknown_user"),
        PLAIN(4),
    ]
    path = cast.primero_imported(desk, cases)
    with acting(desk.officer):
        names = {
            child.pk: vault.open(child)["names"][0]["text"]
            for child in Child.objects.filter(file__in=cast.files_of(path))
        }
        workers = {names[case.child_id]: case.worker_id for case in Case.objects.all()}
    assert workers == {
        "Child 1": rita.pk,
        "Child 2": rita.pk,
        "Child 3": desk.worker.pk,
        "Child 4": desk.worker.pk,
    }
    with acting(rita):
        assert Case.objects.count() == 2


def test_owner_is_given_to_the_colleague_that_is_chosen(desk: Desk) -> None:
    rita = agencies.staff("case_worker", desk.office)
    path = cast.primero_imported(desk, [PLAIN(1, owned_by="old_user")], owner_0=rita.pk)
    with acting(rita):
        [case] = Case.objects.all()
    assert case.worker_id == rita.pk
    page = read(signed_in(rita).get(f"/child/{case.file_id}/"))[0]
    assert "old_user" not in page.split("Child 1")[0]
    assert path


def test_owner_is_never_the_name_of_the_child(desk: Desk) -> None:
    cases = [PLAIN(1, name=None, owned_by_full_name="Rita Thapa", owned_by_text="Rita Thapa")]
    path = cast.primero_checked(desk, cases)
    page = read(desk.client.get(f"{path}rows/"))[0]
    assert "Enter a name." in page
    assert "Rita Thapa" not in page.replace("rita", "")


def test_no_case_goes_to_staff_who_may_not_work_on_it(desk: Desk) -> None:
    path = cast.primero_checked(desk, [PLAIN(1, owned_by="old_user")])
    page = desk.client.get(f"{path}decide/").content.decode()
    for other in (agencies.staff("case_worker"), agencies.staff("administrator", desk.office)):
        sent = filled.form(page, worker=desk.worker.pk)
        answer = desk.client.post(f"{path}decide/", sent | {"owner_0": str(other.pk)})
        assert answer.status_code != 302
    assert cast.state(path, desk.officer).state == "checked"


def test_counts_of_each_subform_and_differences_are_shown_before_and_after(desk: Desk) -> None:
    cases = primero_files.caseload(3, entries=2)
    cases[0]["data"]["services_section"][1]["service_type"] = "other_service"
    cases[1]["data"]["family_details_section"][0]["relation"] = None
    cases[2]["data"] |= {"status": "closed", "closure_reason": "repatriated"}
    path = cast.primero_checked(desk, cases, [primero_files.full_incident(1, of_case=2)])
    before = tables_of(desk, path)
    cast.send(desk.client, f"{path}decide/", worker=desk.worker.pk)
    cast.carried(path, desk.officer, "run_import")
    after = tables_of(desk, path)
    entries = after["Entries of the children imported"]
    assert before["Entries of the children to be imported"] == entries
    assert entries == {
        "Consents": ("12", "9", "3"),
        "Family details": ("6", "5", "1"),
        "Care arrangements": ("3", "3", "0"),
        "Child preferences": ("3", "0", "3"),
        "Protection concerns": ("9", "9", "0"),
        "Protection concern details": ("3", "3", "0"),
        "Incident details": ("3", "3", "0"),
        "Incident records": ("1", "1", "0"),
        "Notes": ("6", "6", "0"),
        "Follow-ups": ("6", "6", "0"),
        "Tracing actions": ("3", "3", "0"),
        "Services": ("6", "5", "1"),
        "Plan interventions": ("3", "3", "0"),
        "Case reopened": ("3", "0", "3"),
        "Transfers and referrals": ("3", "0", "3"),
    }
    differences = after["Differences"]
    assert differences == before["Differences"]
    fields = {text.partition(":")[0]: count for text, count in differences.items()}
    warnings = ("Plan interventions", "Family details", "Status")
    assert [fields[name] for name in warnings] == [("3",), ("1",), ("1",)]
    word = (
        "Services, Service type: Saathi has no code for what is written here. It is kept as text."
    )
    assert differences[word] == ("1",)


def test_reasons_for_closure_and_owners_do_not_stay_with_the_import(desk: Desk) -> None:
    def stored(path: str) -> str:
        record = cast.state(path, desk.officer)
        with acting(desk.officer):
            return json.dumps(vault.open(record))

    cases = [PLAIN(1, owned_by="old_user")]
    cases[0]["data"] |= {
        "status": "closed",
        "closure_reason": "Sunita Rai",
        "date_closure": "2026-01-05",
    }
    path = cast.primero_checked(desk, cases)
    assert "sunita rai" in stored(path)
    cast.send(desk.client, f"{path}decide/", worker=desk.worker.pk)
    cast.carried(path, desk.officer, "run_import")
    after = stored(path)
    assert '"made": 1' in after
    assert "sunita rai" not in after
    assert "old_user" not in after


def test_differences_have_a_line_for_each_field_and_word_that_is_kept_as_text(desk: Desk) -> None:
    cases = primero_files.caseload(4)
    relations = ("cousin", "cousin", "cousin", "Aunt Maya of Janakpur")
    for case, relation in zip(cases, relations, strict=True):
        case["data"]["family_details_section"][0]["relation"] = relation
        case["data"]["notes_section"][0]["note_date"] = "yesterday"
        case["data"] |= {"ration_of_our_agency": "two", "displacement_status": "resident"}
        case["data"] |= {"our_list": [{"a": "1"}], "interview_subject": "child"}
    cases[0]["data"] |= {"sex": "third_gender", "location_current": "XX99"}
    path = cast.primero_checked(desk, cases)
    differences = tables_of(desk, path)["Differences"]
    kept = "It is kept as text."
    expected = {
        f"Family details, Relation: Saathi has no code for “cousin”. {kept}": "3",
        f"Family details, Relation: Saathi has no code for what is written here. {kept}": "1",
        f"Notes, Note date: No date up to today can be read from what is written here. {kept}": "4",
        f"Sex: Saathi has no code for what is written here. {kept}": "1",
        f"Location current: Saathi has no code for what is written here. {kept}": "1",
        f"Displacement status: Saathi has no code for “resident”. {kept}": "4",
        f"Interview subject: Saathi has no code for “child”. {kept}": "4",
        f"Ration of our agency: There is no field for this in Saathi. {kept}": "4",
        f"Our list: There is no field for this in Saathi. {kept}": "4",
    }
    assert {text: differences.get(text) for text in expected} == {
        text: (count,) for text, count in expected.items()
    }
    for word in ("Maya", "third_gender", "xx99"):  # a text or a rare word may be a name
        assert not any(word in text.lower() or word in text for text in differences), word
    preview = read(desk.client.get(f"{path}rows/1/"))[0]
    assert f"Sex: Saathi has no code for “third_gender”. {kept}" in preview


def test_an_entry_that_becomes_no_record_is_kept_whole(desk: Desk) -> None:
    case = FULL(1)
    case["data"]["services_section"][0]["service_type"] = "other_service"
    path = cast.primero_imported(desk, [case])
    [origin] = cast.origins(path)
    kept = origin["extras"]["Services 1"]
    for name, value in primero_files.CASE_SUBFORMS["services_section"].items():
        shown = {"service_type": "other service", "service_status_referred": "yes"}.get(name, value)
        assert str(shown).replace("_", " ") in kept.replace("_", " "), name


BAD: list[tuple[dict[str, Any], str]] = [
    ({"name": None}, "Enter a name."),
    ({"registration_date": "soon"}, "Enter a full or partial date"),
    ({"registration_date": "2999-01-01"}, "Enter a date in the past."),
    ({"date_of_birth": "2025-13-45"}, "Enter a full or partial date"),
    ({"date_of_birth": "2025-06-01"}, "The date of birth is after the date of registration."),
    ({"date_of_birth": "1850-06-01"}, "This date is too long ago."),
    ({"age": "twelve"}, "Enter an age as a whole number"),
    ({"age": -3}, "Enter an age as a whole number"),
    (
        {"status": "closed", "closure_reason": "death_of_child", "date_closure": "2024-01-01"},
        "The date of closure is before the date of opening.",
    ),
]


@pytest.mark.parametrize(("changed", "words"), BAD)
def test_bad_records_say_what_is_wrong_and_come_back_to_be_corrected(
    desk: Desk, changed: dict[str, Any], words: str
) -> None:
    bad = PLAIN(1, occupation="Sells tea", **changed)
    path = cast.primero_checked(desk, [bad, PLAIN(2)])
    page = read(desk.client.get(f"{path}rows/1/"))[0]
    assert words in page
    answer = desk.client.get(f"{path}mistakes/")
    assert answer["Content-Type"] == "application/json"
    [returned] = json.loads(answer.content)
    assert words in " ".join(returned["import_errors"])
    assert (returned["id"], returned["data"]) == (bad["id"], bad["data"])
    corrected = returned | {"data": PLAIN(1)["data"]}
    cast.send(desk.client, f"{path}decide/", worker=desk.worker.pk)
    cast.carried(path, desk.officer, "run_import")
    cast.primero_imported(desk, [corrected])
    with acting(desk.worker):
        assert Child.objects.count() == 2


def test_an_incident_without_its_case_is_refused_and_given_back(desk: Desk) -> None:
    path = cast.primero_checked(desk, [PLAIN(1)], [primero_files.full_incident(1, of_case=9)])
    page = read(desk.client.get(f"{path}rows/?show=refused"))[0]
    assert "The case of this incident is not in the file." in page
    [returned] = json.loads(desk.client.get(f"{path}mistakes/").content)
    assert returned["incident_case_id"] == primero_files.case_id(9)
    assert returned["data"]["cp_incident_abuser_name"] == "Unknown driver"


def test_strange_values_in_a_subform_lose_nothing(desk: Desk) -> None:
    case = PLAIN(
        1,
        notes_section="one note as text",
        services_section=[
            {"service_type": "health_medical_service", "service_response_day_time": "x"}
        ],
        followup_subform_section=[{"followup_date": "2999-01-01", "followup_comments": "later"}],
        family_details_section=["Maya"],
        protection_concerns="street_child",
        custom_subform=[{"custom_field": "agency’s own"}],
        custom_field={"a": 1},
    )
    path = cast.primero_imported(desk, [case])
    texts = " ".join(cast.sealed_texts(cast.files_of(path)))
    for words in (
        "one note as text",
        "x",
        "2999-01-01",
        "later",
        "Maya",
        "agency’s own",
        "street child",
    ):
        assert words in texts, words


def test_the_incidents_of_another_system_are_refused(desk: Desk) -> None:
    page = desk.client.get("/exchange/imports/new/").content.decode()
    sent = filled.form(page, source="Primero") | {
        "file": cast.uploaded(primero_files.exported([PLAIN(1)])),
        "incidents": cast.uploaded(b"a,b\n1,2\n", "in.csv"),
    }
    answer = desk.client.post("/exchange/imports/new/", sent)
    assert answer.status_code == 200
    assert "Choose the JSON files that Primero exports." in read(answer)[0]


def test_preview_is_covered_in_the_discreet_view(desk: Desk) -> None:
    path = cast.primero_checked(desk, [FULL(1)])
    desk.client.post("/view", {"discreet": "1", "next": "/"})
    assert "Asmita" not in read(desk.client.get(f"{path}rows/1/"))[0]
    desk.client.post("/view", {"discreet": "0", "next": "/"})
    assert "Asmita" in read(desk.client.get(f"{path}rows/1/"))[0]
