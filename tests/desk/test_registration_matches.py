"""Possible matches of a report among known children, and linking it to one of them."""

import pytest

from saathi.agencies import access
from saathi.desk.registration import actions, refusals
from saathi.people.around.models import AllegedPerpetrator
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.concerns.models import CaseReport, ProtectionConcern
from saathi.protection.identification.intake.models import Enquiry, Report
from saathi.protection.identification.intake.vocabulary import ReportOutcome
from saathi.vault import store as vault
from tests import filled
from tests.counting import at_most
from tests.desk.cast import entries
from tests.desk.report_to_case import ACCOUNT, Office, own_report
from tests.factories import agencies, children
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def test_possible_matches_are_in_the_page_and_linking_carries_the_report() -> None:
    office = own_report(concerns=["neglect", "street"])
    child = children.child(office.worker, "Sunita")
    client = signed_in(office.worker)
    with at_most(20):
        page = client.get(office.page).content.decode()
    assert child.code in page
    searched = entries(kind="searched", by=office.worker.pk)
    assert searched[-1].objects_seen == [child.file_id]
    address = f"/find/report/{office.report.pk}/is/{child.file_id}/"
    assert address in page
    assert client.post(address, key())["Location"] == f"/child/{child.file_id}/"
    with acting(office.worker):
        assert Report.objects.get().outcome == "added_to_case"
        assert not CaseReport.objects.get().is_opening
        assert set(ProtectionConcern.objects.values_list("concern", flat=True)) == {
            "neglect", "street",
        }  # fmt: skip
        assert AllegedPerpetrator.objects.count() == 1


def test_page_says_that_a_report_is_linked_to_the_case_already() -> None:
    office = own_report()
    child = children.child(office.worker, "Sunita")
    client = signed_in(office.worker)
    address = f"/find/report/{office.report.pk}/is/{child.file_id}/"
    assert client.post(address, key())["Location"] == f"/child/{child.file_id}/"
    again = client.post(address, key(), follow=True)
    assert again.redirect_chain == [(office.page, 302)]
    assert "This report is already linked to this case." in again.content.decode()
    by_code = {"code": child.code} | key()
    again = client.post(f"/find/report/{office.report.pk}/is/", by_code, follow=True)
    assert "This report is already linked to this case." in again.content.decode()
    with acting(office.worker):
        assert CaseReport.objects.count() == 1


def test_case_that_closes_while_a_report_is_linked_is_refused_as_closed() -> None:
    office = own_report()
    case = children.case(office.worker, "Sunita")
    with role("maintenance"):
        Case.objects.filter(pk=case.pk).update(
            status="closed", closed_on=office.office.today(), closing_reason="recovery"
        )
    with acting(office.worker), pytest.raises(refusals.CaseClosed):  # past the check of link_report
        actions._link(office.report, case.child, ReportOutcome.ADDED_TO_CASE, office.worker)
    with acting(office.worker):
        assert Report.objects.get().outcome == ""


def test_matches_are_compared_with_the_report_and_its_district() -> None:
    office = own_report()
    for code in ("NP-DHA", "NP-SRL"):
        children.child(office.worker, "Sunita", home_district=code)
    page, _tables = read(signed_in(office.worker).get(office.page))
    assert "This report" in page
    assert "Your search" not in page
    note = "The report says where the child was, not where home is"
    assert page.count(note) >= 2


def test_discreet_view_names_no_possible_match_until_asked() -> None:
    office = own_report()
    child = children.child(office.worker, "Sunita Devi")
    client = signed_in(office.worker)
    client.cookies["saathi_discreet"] = "1"
    page = client.get(office.page).content.decode()
    assert "Sunita Devi" not in page
    assert child.code not in page
    assert "Show names to compare" in page
    shown = client.get(f"{office.page}?shown=1").content.decode()
    assert "Sunita Devi" in shown


def test_report_with_too_few_details_says_which_are_missing() -> None:
    office = own_report(child_gender="", language="", child_age_low=None, child_age_high=None)
    text = "Missing: Approximate age or year of birth, Gender"
    assert text in read(signed_in(office.worker).get(office.page))[0]
    office = own_report(language="")
    assert "Missing:" not in read(signed_in(office.worker).get(office.page))[0]
    office = own_report(language="", child_gender="")
    page = read(signed_in(office.worker).get(office.page))[0]
    assert "Missing: Gender" in page
    assert "Approximate age" not in page


def test_linking_by_case_id_says_the_same_of_every_unreadable_id() -> None:
    office = own_report()
    own, foreign = children.child(office.worker), children.child(agencies.staff())
    client = signed_in(office.worker)
    address = f"/find/report/{office.report.pk}/is/"
    for code in (foreign.code, "NP-2222-22"):
        assert client.post(address, {"code": code} | key())["Location"] == office.page
        assert "You have no access to a case with this ID." in read(client.get(office.page))[0]
    assert client.post(address, {"code": own.code} | key())["Location"] == f"/child/{own.file_id}/"
    # A second link to another child is refused in words.
    second = children.child(office.worker)
    assert client.post(address, {"code": second.code} | key())["Location"] == office.page
    with acting(office.worker):
        assert Report.objects.get().child_file_id == own.file_id


@pytest.mark.parametrize("button", [{}, {"then": "1"}], ids=["open", "open and record"])
def test_other_agencies_are_asked_once_a_case_is_opened(button: dict[str, str]) -> None:
    office = own_report()
    office.send(office.worker, **button)
    with acting(office.worker):
        enquiry = access.visible(office.worker, Enquiry).get()
        assert vault.open(enquiry)["names"] == ["Sunita"]
    sparse = own_report(
        child_age_low=None, child_age_high=None, language="", child_gender="not_said"
    )
    assert sparse.send(sparse.worker)[0].status_code == 302
    with acting(sparse.worker):
        assert not access.visible(sparse.worker, Enquiry).exists()


def test_missing_child_is_registered_from_the_report_by_a_person() -> None:
    office = Office()
    client = signed_in(office.officer)
    address = f"/missing/new/{office.report.pk}/"
    page = client.get(address).content.decode()
    form = filled.form(page)
    assert (form["told"], form["name_0"], form["age_basis"]) == (
        [ACCOUNT],
        ["Sunita"],
        ["reported"],
    )
    assert form["urgency"] == ["today"]
    assert "may_tell" not in form
    assert "Master Ram" not in page
    assert client.post(address, form).status_code == 302
    for person in (office.worker, agencies.staff("intake_officer")):
        assert signed_in(person).get(address).status_code == 404
