"""From a report to a case: registration, assignment, request, linking, and what the case keeps."""

import datetime as dt
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from saathi.agencies import access
from saathi.agencies.models import Grant, Notice, Staff
from saathi.consent.models import Consent, Guardian
from saathi.desk.registration import assignees
from saathi.people.around.models import AllegedPerpetrator, Relation
from saathi.people.models import AgeStatement, Child
from saathi.people.names import names_in_payload
from saathi.protection.casework.cases.models import Assessment, Case, Due, Seat
from saathi.protection.casework.concerns.models import CaseReport, ProtectionConcern
from saathi.protection.identification.intake.models import Enquiry, Report
from saathi.protection.identification.intake.queue.references import report_reference
from saathi.vault import store as vault
from tests import filled
from tests.counting import at_most
from tests.desk.cast import entries
from tests.factories import agencies, children
from tests.protection.identification.intake.test_screens import report
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

ACCOUNT = "A man brought her to the brick kiln."
SUSPECT = "The labour agent of the village"


class Office:
    """An office with an intake officer, a case worker, a supervisor, and a report of today."""

    def __init__(self, *, names_a_colleague: bool = False, **told: object) -> None:
        self.office = agencies.office()
        self.colleague = agencies.staff("case_worker", self.office, name="Named Colleague")
        self.officer = agencies.staff("intake_officer", self.office, name="Ina Intake")
        self.worker = agencies.staff("case_worker", self.office, name="Wasim Worker")
        self.supervisor = agencies.staff("supervisor", self.office, name="Sita Supervisor")
        values = {
            "concerns": ["trafficking", "missing"],
            "urgency": "today",
            "reporter_kind": "teacher",
            "child_gender": "girl",
            "child_age_low": 13,
            "child_age_high": 14,
            "language": "ne",
            "country": "NPL",
            "district": "NP-DHA",
            "texts": {
                "what": ACCOUNT,
                "child_names": "Sunita",
                "place": "Kiln by the river",
                "suspect": SUSPECT,
                "reporter_name": "Master Ram",
            },
        }
        if names_a_colleague:
            values["named_staff"] = [self.colleague.pk]
        self.report = report(self.officer, **(values | told))
        self.page = f"/reports/{self.report.pk}/"
        self.address = f"/find/report/{self.report.pk}/open/"

    def send(self, actor: Staff, **typed: object) -> tuple[object, Client]:
        """The page sent as it is filled in, with what is typed over it."""
        client = signed_in(actor)
        sent = filled.form(client.get(self.address).content.decode(), **typed)
        return client.post(self.address, sent), client


def own_report(*, names_a_colleague: bool = False, **told: object) -> Office:
    """The same with a report that the case worker took down."""
    office = Office(names_a_colleague=names_a_colleague, **told)
    with role("maintenance"):
        Grant.objects.filter(file=office.report.file_id, principal=office.officer.pk).update(
            principal=office.worker.pk
        )
    return office


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
    assert text.count("as reported") >= 8
    assert ACCOUNT in text
    assert "Master Ram" not in text  # the reporting person is confidential


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
        assert vault.open(alleged)["on_what"] == SUSPECT
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
    assert (alleged.said_by, alleged.standing) == ("reporter", "stands")
    assert (kept.is_opening, kept.reporter_is_confidential, kept.reporter_kind) == (
        True, None, "teacher",
    )  # fmt: skip
    assert (risk.at_registration, risk.facets) == (True, {})
    assert (opened["contact_how"], opened["contact_unsafe"]) == ("At school", "The uncle")
    assert dues == {"visit": today, "assessment": today + dt.timedelta(1)}
    assert (told.about_id, told.outcome) == (child.file_id, "case_opened")
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


def test_intake_officer_opens_a_case_for_a_worker_and_reads_it_no_more() -> None:
    office = Office()
    answer, client = office.send(office.officer, assign_to="worker", worker_name="wasim worker")
    assert answer["Location"] == office.page
    with acting(office.worker):
        case = access.visible(office.worker, Case).select_related("child").get()
        seat = Seat.objects.get(role="case_worker")
        assert access.visible(office.worker, Report).get().about_id == case.file_id
    assert (case.worker_id, seat.staff_id) == (office.worker.pk, office.worker.pk)
    assert not case.awaits_assignment
    page = read(client.get(office.page))[0]
    assert f"Case {case.child.code} is open and assigned to Wasim Worker." in page
    assert client.get(f"/child/{case.file_id}/").status_code == 404
    with acting(office.officer):
        assert not access.visible(office.officer, Child).exists()
        assert not Child.objects.exists()
    assert signed_in(office.worker).get(f"/child/{case.file_id}/").status_code == 200
    with role("maintenance"):
        assert Notice.objects.filter(staff=office.worker, kind="case_assigned").count() == 1
    logged = entries(file_id=case.file_id, kind__in=["granted", "grant_ended"])
    assert [(e.kind, e.detail["staff"]) for e in logged] == [
        ("granted", str(office.worker.pk)),
        ("grant_ended", str(office.officer.pk)),
    ]


def test_worker_over_the_limit_is_assigned_for_a_reason() -> None:
    office = Office()
    for _each in range(25):
        children.case(office.worker)
    answer, _client = office.send(
        office.officer,
        assign_to="worker",
        worker_name="wasim worker",
        over_limit_because="no_capacity",
    )
    assert answer.status_code == 302, read(answer)[0]
    with acting(office.worker):
        case = access.visible(office.worker, Case).get(over_limit_because="no_capacity")
    page = read(signed_in(office.worker).get(f"/child/{case.file_id}/"))[0]
    assert "Above the case limit: No case worker nearby has capacity" in page


def test_worker_without_room_or_unknown_is_refused() -> None:
    office = Office()
    for _each in range(25):
        children.case(office.worker)
    answer, client = office.send(office.officer, assign_to="worker", worker_name="Wasim Worker")
    assert "Wasim Worker is over the limit (25 of 25)" in read(answer)[0]
    page = answer.content.decode()
    assert f'value="Wasim Worker, {office.office.name}"' in page
    assert "over the limit (25 of 25)" in page.partition('id="workers"')[2]
    for typed in ("", "No one"):
        answer, _client = office.send(office.officer, assign_to="worker", worker_name=typed)
        assert "Enter the name of one case worker from the list." in read(answer)[0]
    answer, _client = office.send(office.officer, assign_to="worker", worker_name="Wasim")
    assert "Enter the full name. Copy one of these:" in read(answer)[0]
    assert f"Wasim Worker, {office.office.name}" in read(answer)[0]
    with acting(office.officer):
        assert Report.objects.get().about_id is None
    assert client.get(office.address).status_code == 200


def test_case_to_be_assigned_waits_with_the_supervisor() -> None:
    office = Office()
    answer, client = office.send(office.officer, assign_to="supervisor")
    assert answer["Location"] == office.page
    assert "Sita Supervisor was notified" in read(client.get(office.page))[0]
    with acting(office.supervisor):
        case = access.visible(office.supervisor, Case).select_related("child").get()
    assert (case.worker_id, case.awaits_assignment) == (office.supervisor.pk, True)
    supervisor = signed_in(office.supervisor)
    waits = f"{case.child.code}: needs a case worker, waits with Sita Supervisor"
    assert waits in read(supervisor.get("/"))[0]
    second = signed_in(agencies.staff("supervisor", office.office))
    assert waits in read(second.get("/"))[0]
    assert waits not in read(signed_in(agencies.staff("supervisor")).get("/"))[0]
    for client in (supervisor, second):
        for address in (f"/child/{case.file_id}/", reverse("desk:list_cases")):
            assert "Not assigned (waits with Sita Supervisor)" in read(client.get(address))[0]
    listed = read(second.get(reverse("desk:list_supervised") + "?part=unassigned"))[0]
    assert case.child.code in listed
    with role("maintenance"):
        Case.objects.filter(pk=case.pk).update(urgency="soon", risk="low")
    assert "1 new case needs a case worker" in read(second.get("/"))[0]
    page = f"/child/{case.file_id}/assign/"
    assert signed_in(office.worker).get(page).status_code == 404
    with at_most(15):
        sent = filled.form(supervisor.get(page).content.decode(), worker_name="")
    assert "This field is required" in read(supervisor.post(page, sent))[0]
    sent |= {"worker_name": ["Wasim Worker"]} | {name: [each] for name, each in key().items()}
    assert supervisor.post(page, sent)["Location"] == f"/child/{case.file_id}/"
    assert supervisor.get(page)["Location"] == f"/child/{case.file_id}/team/"
    with acting(office.worker):
        case = access.visible(office.worker, Case).get()
    assert (case.worker_id, case.awaits_assignment) == (office.worker.pk, False)
    assert "1 new case needs" not in read(supervisor.get("/"))[0]
    assert "Not assigned" not in read(supervisor.get(reverse("desk:list_cases")))[0]


def test_supervisor_is_of_the_nearest_office_upward() -> None:
    top = agencies.office()
    middle = agencies.office(parent=top)
    below = agencies.office(parent=middle)
    officer = agencies.staff("intake_officer", below)
    with acting(officer):
        assert assignees.find_assigning_supervisor(officer) is None
    above = agencies.staff("supervisor", top)
    agencies.staff("data_officer", below)
    with acting(officer):
        assert assignees.find_assigning_supervisor(officer) == above
    near = agencies.staff("supervisor", middle)
    with acting(officer):
        assert assignees.find_assigning_supervisor(officer) == near


def test_colleague_named_in_the_report_is_accused_in_the_file_and_cannot_read_it() -> None:
    office = own_report(names_a_colleague=True)
    office.send(office.worker)
    with acting(office.worker):
        alleged = AllegedPerpetrator.objects.get()
        assert (alleged.accused_staff, alleged.subject) == (office.colleague.pk, "person")
        assert vault.open(alleged)["on_what"] == SUSPECT
    with role("maintenance"):
        row = Grant.objects.filter(file=alleged.file_id, principal=office.worker.pk).values().get()
        Grant.objects.create(**row | {"id": uuid4(), "principal": office.colleague.pk})
    with acting(office.colleague):
        assert not access.visible(office.colleague, AllegedPerpetrator).exists()
        assert not access.visible(office.colleague, Case).exists()


def test_intake_officer_requests_a_case() -> None:
    office = Office()
    client = signed_in(office.officer)
    address = f"{office.page}request/"
    page = client.get(address).content.decode()
    assert "This field is required" in read(client.post(address, filled.form(page)))[0]
    sent = filled.form(client.get(address).content.decode(), note="Known as NP-7K3F-92")
    assert client.post(address, sent)["Location"] == office.page
    page = read(client.get(office.page))[0]
    assert "Known as NP-7K3F-92" in page
    assert "Case requested" in page
    with role("maintenance"):
        assert Notice.objects.filter(staff=office.supervisor, kind="case_requested").count() == 1
    supervisor = signed_in(office.supervisor)
    day = supervisor.get("/").content.decode()
    assert "1 request for a case" in day
    assert office.page in day
    again = filled.form(client.get(address).content.decode(), note="Once more")
    assert "already requested" in read(client.post(address, again))[0]
    _answer, _client = office.send(office.supervisor, assign_to="me")
    assert "request for a case" not in read(supervisor.get("/"))[0]


def test_outcome_of_a_report_needs_a_reason() -> None:
    office = Office()
    client = signed_in(office.officer)
    address = f"{office.page}outcome/"
    sent = filled.form(client.get(address).content.decode(), outcome="advice_given")
    assert "This field is required" in read(client.post(address, sent))[0]
    with acting(office.officer):
        assert not Report.objects.get().outcome


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
        assert Report.objects.get().about_id == own.file_id


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


def test_registration_is_saved_as_a_draft_and_taken_up_again() -> None:
    office = Office()
    client = signed_in(office.officer)
    sent = filled.form(client.get(office.address).content.decode(), contact_how="At school")
    assert client.post(office.address, sent | {"later": ["keep"]}).status_code == 302
    assert "At school" in client.get(office.address).content.decode()
    with acting(office.officer):
        assert not Child.objects.exists()


def test_other_agencies_are_asked_once_a_case_is_opened() -> None:
    office = own_report()
    office.send(office.worker)
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
