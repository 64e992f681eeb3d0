"""From a report to a child's file and case, with no document required."""

import pytest

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.people.models import AgeStatement, Child
from saathi.protection.casework.cases.models import Case
from saathi.protection.identification.intake.models import Report
from saathi.vault import store as vault
from tests.counting import at_most
from tests.desk.searching import ask
from tests.factories import agencies, bundles, children
from tests.factories.reports import report
from tests.roles import acting
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def form(**fields: object) -> dict[str, object]:
    values = {
        "name_0": "Sunita",
        "gender": "girl",
        "basis": "stated",
        **{f"kind_{row}": "given" for row in range(5)},
    }
    return values | key() | fields


def only[ModelT: (Child, Case, Report, AgeStatement)](staff: Staff, model: type[ModelT]) -> ModelT:
    return access.visible(staff, model).get()


def test_opening_a_file_needs_open_case_permission() -> None:
    officer = agencies.staff("intake_officer")
    bundles.version(officer.agency, kind="intake_officer", permissions={"record_report", "search"})
    officer = bundles.give(officer, "probation_officer")
    client = signed_in(officer)
    address = ask(client)
    assert "Register a new child" not in client.get(address).content.decode()
    assert client.get(f"{address}open/").status_code == 404
    assert client.post(f"{address}open/", form()).status_code == 404


def test_new_file_and_case_contain_search_terms() -> None:
    worker = agencies.staff()
    client = signed_in(worker)
    address = ask(client, father="Ram")
    with at_most(15):
        page = client.get(f"{address}open/").content.decode()
    assert 'value="Sunita"' in page
    assert 'value="Ram"' in page
    sent = client.post(
        f"{address}open/",
        form(name_1="सुनिता", kind_1="given", language_1="ne", name_2="Ram", kind_2="father",
             age_low="१४", age_high="15", spoken_0="mai", spoken_1="ne", location="By the pond",
             phones="9841-000000, ९८४१", home_district="NP-DHA"),
    )  # fmt: skip
    with acting(worker):
        child, case, age = only(worker, Child), only(worker, Case), only(worker, AgeStatement)
        opened = vault.open(child)
    assert sent.url == f"/child/{child.file_id}/"
    assert [n["text"] for n in opened["names"]] == ["Sunita", "सुनिता", "Ram"]
    assert opened["phones"] == ["9841-000000", "९८४१"]
    assert (age.low, age.high, age.basis) == (14, 15, "stated")
    assert (child.home_country, case.worker_id) == ("NPL", worker.pk)
    assert child.code in client.get(ask(client)).content.decode()


def test_a_birth_date_and_its_source_are_kept_when_a_file_opens() -> None:
    worker = agencies.staff()
    client = signed_in(worker)
    address = ask(client)
    page = client.get(f"{address}open/").content.decode()
    assert "Date of birth (complete or partial)" in page
    assert 'name="basis"' in page
    # The age from the search is not part of the mother's statement.
    data = {"age_low": "14", "age_high": "15"}
    data |= {"born_1": "३", "born_2": "२०११", "age_note": "The mother"}
    sent = client.post(f"{address}open/", form(**data))
    assert sent.status_code == 302
    with acting(worker):
        child, age = only(worker, Child), only(worker, AgeStatement)
        assert (child.birth_year_low, child.birth_year_high) == (2011, 2011)
        assert vault.open(age)["note"] == "The mother"
    answer = client.get(ask(client)).content.decode()
    assert "born March 2011 (Stated by the child or family)" in answer
    refused = client.post(f"{address}open/", form(born_1="14", born_2="2011"))
    assert "Enter a date that exists in this calendar." in refused.content.decode()


@pytest.mark.requirement("RTS-003")
@pytest.mark.requirement("RTS-004")
@pytest.mark.requirement("IDN-022")
@pytest.mark.parametrize("state", ["", "known", "stateless", "disputed", "unknown"])
def test_new_file_needs_no_document_nationality_or_name(state: str) -> None:
    worker = agencies.staff()
    client = signed_in(worker)
    nothing = form(name_0="", names_unknown="on", basis="", nationality_state=state)
    assert client.post(f"{ask(client)}open/", nothing).status_code == 302
    with acting(worker):
        assert only(worker, Case).status == "open"
        assert only(worker, Child).nationality_state == state


def test_a_name_or_that_there_is_none_yet_is_all_that_is_asked_and_typed_text_stays() -> None:
    client = signed_in(agencies.staff())
    page = client.post(
        f"{ask(client)}open/", form(name_0="", location="By the pond")
    ).content.decode()
    assert "tick that the name is not known yet" in page
    assert "By the pond" in page


def test_a_report_leads_to_a_case_and_is_joined_to_it() -> None:
    worker = agencies.staff()
    new_report = report(
        worker, texts={"what": "x", "child_names": "Sunita"}, child_age_low=10, child_age_high=12
    )
    client = signed_in(worker)
    page = client.get(f"/reports/{new_report.pk}/").content.decode()
    assert f"/find/report/{new_report.pk}/open/" in page
    search = client.get(f"/find/report/{new_report.pk}/").content.decode()
    assert 'value="Sunita"' in search
    sent = client.post(
        f"/find/report/{new_report.pk}/",
        {
            "purpose": "new_report",
            "name": "Sunita",
            "age_low": "10",
            "age_high": "12",
            "gender": "girl",
        }
        | key(),
    )
    client.post(f"{sent.url}open/", form())
    with acting(worker):
        child, now = only(worker, Child), only(worker, Report)
    assert (now.child_file_id, now.outcome) == (child.file_id, "case_opened")
    assert f"/child/{child.file_id}/" in client.get(f"/reports/{new_report.pk}/").content.decode()


def test_a_report_is_joined_to_a_child_who_is_known() -> None:
    worker = agencies.staff()
    child = children.child(worker, "Sunita")
    new_report = report(worker)
    client = signed_in(worker)
    sent = client.post(
        f"/find/report/{new_report.pk}/",
        {"purpose": "new_report", "name": "Sunita", "age_low": "14", "gender": "girl"} | key(),
    )
    address = f"/find/report/{new_report.pk}/is/{child.file_id}/"
    assert address in client.get(sent.url).content.decode()
    joined = client.post(address, key())
    assert joined.url == f"/child/{child.file_id}/"
    with acting(worker):
        assert only(worker, Report).outcome == "added_to_case"


def test_a_report_is_not_joined_to_a_child_that_one_may_not_see() -> None:
    worker = agencies.staff()
    child = children.child(agencies.staff(), "Sunita")
    new_report = report(worker)
    client = signed_in(worker)
    address = f"/find/report/{new_report.pk}/is/{child.file_id}/"
    assert client.post(address, key()).status_code == 404
    with acting(worker):
        assert only(worker, Report).child_file_id is None


def test_a_stranger_cannot_search_from_a_report() -> None:
    new_report = report(agencies.staff())
    assert signed_in(agencies.staff()).get(f"/find/report/{new_report.pk}/").status_code == 404


def test_repeated_submission_opens_one_child_file() -> None:
    worker = agencies.staff()
    client = signed_in(worker)
    address, sent = f"{ask(client)}open/", form()
    assert client.post(address, sent).url == client.post(address, sent).url
    with acting(worker):
        assert access.visible(worker, Child).count() == 1
