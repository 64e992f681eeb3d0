"""From a report to a case: registration, its mistakes and drafts, and what the case keeps."""

import datetime as dt

import pytest
from django.test import Client

from saathi.agencies import access
from saathi.consent.models import Consent, Guardian
from saathi.people.around.models import AllegedPerpetrator, Relation
from saathi.people.models import AgeStatement, Child
from saathi.people.names import names_in_payload
from saathi.protection.casework.cases.models import Assessment, Case, Due
from saathi.protection.casework.concerns.models import CaseReport, ProtectionConcern
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue.references import report_reference
from saathi.vault import store as vault
from tests import filled
from tests.counting import at_most
from tests.desk.report_to_case import ACCOUNT, SUSPECT, Office, own_report
from tests.factories import agencies, children
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def test_strangers_open_no_case_from_a_report() -> None:
    office = Office()
    child = children.child(office.worker)
    posts = (
        f"/find/report/{office.report.pk}/is/",
        f"/find/report/{office.report.pk}/is/{child.file_id}/",
    )
    for person in (office.worker, agencies.staff("intake_officer"), agencies.staff("counsellor")):
        client = signed_in(person)
        assert client.get(office.address).status_code == 404
        assert client.post(office.address, {"name_0": "X"} | key()).status_code == 404
        assert client.get(f"{office.page}request/").status_code == 404
        for address in posts:
            assert client.post(address, {"code": child.code} | key()).status_code == 404
    with acting(office.worker):
        assert access.visible(office.worker, Child).count() == 1


def test_report_page_leads_every_role_on() -> None:
    office = Office()
    officer = signed_in(office.officer)
    with at_most(20):
        page = read(officer.get(office.page))[0]
    for action in ("Open case", "Request a case", "Record outcome", "Register as missing child"):
        assert action in page
    page = read(signed_in(office.supervisor).get(office.page))[0]
    for action in ("Open case", "Link to existing case", "Record outcome"):
        assert action in page
    assert "Request a case" not in page


def test_registration_is_filled_in_from_the_report_and_nothing_else_is_chosen() -> None:
    office = Office()
    officer = signed_in(office.officer)
    with at_most(20):
        page = officer.get(office.address).content.decode()
    form = filled.form(page)
    expected = {
        "name_0": ["Sunita"],
        "gender": ["girl"],
        "age_low": ["13"],
        "age_high": ["14"],
        "basis": ["reported"],
        "spoken_0": ["ne"],
        "concerns": ["trafficking", "missing"],
        "urgency": ["today"],
        "alleged": [SUSPECT],
    }
    assert {name: form[name] for name in expected} == expected
    assert form["location"][0].startswith("Kiln by the river")
    for name in ("risk", "assign_to"):
        assert not form.get(name, [""])[0]
    for name in ("consent_basis", "consent_answer", "consent_capacity", "caregiver_kind"):
        assert not form.get(name, [""])[0]
    text = read(signed_in(office.officer).get(office.address))[0]
    assert text.count("As reported:") == 3, "once for each group"
    assert "As reported: Protection concerns, Urgency, Alleged perpetrator" in text
    assert "as reported" not in text
    assert ACCOUNT in text
    assert "Master Ram" not in text  # the reporting person is confidential


def test_age_of_an_adult_is_asked_about_and_kept_once_confirmed() -> None:
    office = own_report()
    answer, client = office.send(office.worker, age_low="45", age_high="", basis="reported")
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert "By this age the person is not a child." in page
    with acting(office.worker):
        assert not access.visible(office.worker, Case).exists()
    sent = filled.form(page, age_is_checked="on")
    assert client.post(office.address, sent).status_code == 302
    with acting(office.worker):
        assert AgeStatement.objects.get().low == 45


@pytest.mark.parametrize(
    ("low", "high"), [("17", "17"), ("11", ""), ("", "12"), ("16", "19"), ("", "")]
)
def test_age_that_may_be_below_18_is_not_asked_about(low: str, high: str) -> None:
    office = own_report()
    answer, _client = office.send(
        office.worker, age_low=low, age_high=high, basis="reported" if low or high else ""
    )
    assert answer.status_code == 302  # type: ignore[attr-defined]
    page = signed_in(office.worker).get(office.address).content.decode()
    assert "age_is_checked" not in page


def test_worker_opens_a_case_that_keeps_its_report() -> None:
    office = own_report()
    answer, client = office.send(
        office.worker, risk="high", risk_reason="Taken away by an agent", caregiver_name="Maya",
        caregiver_kind="mother", contact_how="At school", contact_unsafe="The uncle",
    )  # fmt: skip
    with acting(office.worker):
        case = access.visible(office.worker, Case).get()
        child = case.child
        opened = vault.open(child)
        [name] = names_in_payload(opened)
        age = AgeStatement.objects.get()
        concerns = {c.concern: c for c in ProtectionConcern.objects.all()}
        alleged, relation = AllegedPerpetrator.objects.get(), Relation.objects.get()
        kept, risk = CaseReport.objects.get(), Assessment.objects.get()
        today = office.office.today()
        dues = {due.duty: due.due_on for due in Due.objects.all()}
        assert vault.open(alleged)["description"] == SUSPECT
        assert vault.open(relation)["name"] == "Maya"
        assert vault.open(kept)["what"] == ACCOUNT
        assert vault.open(risk)["risk"] == "Taken away by an agent"
        told = Report.objects.get()
    assert answer["Location"] == f"/child/{child.file_id}/"
    assert (case.urgency, case.risk, case.worker_id) == ("today", "high", office.worker.pk)
    assert (name.text, name.source, age.basis, age.low, age.high) == (
        "Sunita", "report", "reported", 13, 14,
    )  # fmt: skip
    assert set(concerns) == {"trafficking", "missing"}
    assert {(c.source, c.status, c.report) for c in concerns.values()} == {
        ("report", "reported", office.report.pk)
    }
    assert (alleged.said_by, alleged.allegation_state) == ("reporter", "stands")
    assert (kept.is_opening, kept.reporter_is_confidential, kept.reporter_kind) == (
        True, None, "teacher",
    )  # fmt: skip
    assert (risk.at_registration, risk.facets) == (True, {})
    assert (opened["contact_how"], opened["contact_unsafe"]) == ("At school", "The uncle")
    assert dues == {"visit": today, "assessment": today + dt.timedelta(1)}
    assert (told.child_file_id, told.outcome) == (child.file_id, "case_opened")
    _the_file_shows_it(client, child, office.report)
    # Opened once: the report now leads to the file.
    assert client.get(office.address)["Location"] == office.page


def _the_file_shows_it(client: Client, child: Child, told: Report) -> None:
    url = f"/child/{child.file_id}/"
    with at_most(20):
        page = read(client.get(url))[0]
    assert f"Opened from report {report_reference(told.pk)}" in page
    assert "as given in the report" in page.lower()
    timeline = read(client.get(f"{url}timeline/"))[0]
    assert "A concern about the child was reported" in timeline
    reports = read(client.get(f"{url}reports/"))[0]
    assert ACCOUNT in reports
    assert "Master Ram" not in reports


def test_risk_judged_at_registration_does_no_assessment() -> None:
    office = own_report()
    office.send(office.worker, risk="low", risk_reason="With her aunt")
    with acting(office.worker):
        case = access.visible(office.worker, Case).get()
    client = signed_in(office.worker)
    url = f"/child/{case.file_id}/visits/new/"
    visit = filled.form(client.get(url).content.decode(), kind="home", outcome="met_alone")
    assert client.post(url, visit).status_code == 302
    with acting(office.worker):
        open_duties = set(Due.objects.filter(done_on=None).values_list("duty", flat=True))
    assert open_duties == {"assessment", "visit"}
    assessments = read(client.get(f"/child/{case.file_id}/needs/"))[0]
    assert "risk level at registration" in assessments
    timeline = read(client.get(f"/child/{case.file_id}/timeline/"))[0]
    assert "A risk level was set at registration" in timeline
    assert "Needs and wishes were assessed" not in timeline
    closing = read(client.get(f"/child/{case.file_id}/closing/"))[0]
    assert "The child’s situation has not been assessed yet." in closing


def test_outcome_of_a_report_needs_a_reason() -> None:
    office = Office()
    client = signed_in(office.officer)
    address = f"{office.page}outcome/"
    sent = filled.form(client.get(address).content.decode(), outcome="advice_given")
    assert "This field is required" in read(client.post(address, sent))[0]
    with acting(office.officer):
        assert not Report.objects.get().outcome


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"name_0": ""}, "Enter a name, or tick that the name is not known yet."),
        ({"basis": ""}, "Choose the source of the age."),
        ({"risk": "high"}, "Give the reason for the risk level."),
        ({"risk_reason": "Alone"}, "Choose the risk level that this reason is for."),
        ({"caregiver_name": "Maya"}, "Choose the relationship of the caregiver to the child."),
        ({"consent_basis": "consent"}, "Choose the child’s answer."),
        ({"consent_basis": "assent", "consent_answer": "yes"}, "Enter the name and type of the guardian."),
        ({"home_country": "IND", "home_district": "NP-DHA"}, "This district is in another country. Choose a different district."),
    ],
)  # fmt: skip
def test_mistakes_are_named_and_nothing_typed_is_lost(typed: dict[str, str], error: str) -> None:
    office = own_report()
    answer, _client = office.send(office.worker, contact_how="At school", **typed)
    assert answer.status_code == 200
    assert error in read(answer)[0]
    assert "At school" in answer.content.decode()
    with acting(office.worker):
        assert not Child.objects.exists()


def test_consent_of_the_guardian_is_recorded_with_the_case() -> None:
    office = own_report()
    day = {f"consent_on_{n}": value for n, value in enumerate((2, 3, 2026))}
    answer, _client = office.send(
        office.worker, consent_basis="assent", consent_answer="yes", consent_capacity="partly",
        guardian_name="Maya", guardian_kind="parent", **day,
    )  # fmt: skip
    assert answer.status_code == 302
    with acting(office.worker):
        consent, guardian = Consent.objects.get(), Guardian.objects.get()
        assert vault.open(guardian)["name"] == "Maya"
    assert (consent.basis, consent.scopes, consent.guardian_id) == ("assent", ["case"], guardian.pk)


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        ("passed_on", "The outcome of this report was recorded in the meantime."),
        ("case_opened", "A case was already opened from this report."),
    ],
)
def test_outcome_recorded_meanwhile_is_shown_and_nothing_typed_is_lost(
    outcome: str, reason: str
) -> None:
    office = Office()
    client = signed_in(office.officer)
    typed = {"assign_to": "worker", "worker_name": "wasim worker", "contact_how": "At school"}
    sent = filled.form(client.get(office.address).content.decode(), **typed)
    with role("maintenance"):
        Report.objects.filter(pk=office.report.pk).update(
            outcome=outcome, outcome_at=office.report.received_at, version=office.report.version + 1
        )
    answer = client.post(office.address, sent)
    assert answer.status_code == 200
    assert reason in answer.content.decode()
    assert "At school" in answer.content.decode()
    again = client.get(office.address)
    if outcome == "case_opened":
        assert again["Location"] == office.page
    else:  # a case can still be opened by whoever has seen the outcome
        assert again.status_code == 200
    with acting(office.officer):
        assert not Child.objects.exists()


def test_registration_is_saved_as_a_draft_and_taken_up_again() -> None:
    office = Office()
    client = signed_in(office.officer)
    sent = filled.form(client.get(office.address).content.decode(), contact_how="At school")
    assert client.post(office.address, sent | {"later": ["keep"]}).status_code == 302
    assert "At school" in client.get(office.address).content.decode()
    with acting(office.officer):
        assert not Child.objects.exists()
