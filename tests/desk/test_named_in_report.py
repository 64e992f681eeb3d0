"""A case opened from, or linked to, a report that names staff: its file is closed to them, also for SQL."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from saathi.agencies.models import File, Grant, Notice, Staff
from saathi.agencies.permissions import SHIPPED_ROLES, Permission
from saathi.desk.registration import assignees
from saathi.desk.registration.actions import (
    Assignment,
    Registration,
    register_child,
)
from saathi.desk.registration.refusals import WorkerMayNotTakeCase
from saathi.desk.team.actions import arrange_cover
from saathi.desk.team.forms import AddSeatForm, CaseHandOverForm
from saathi.people.actions import NewChild
from saathi.people.models import Child
from saathi.people.names import Name
from saathi.protection.casework.cases.models import Case, Due, Seat
from saathi.protection.casework.concerns.models import CaseReport
from saathi.protection.identification.intake.models import Report, ReportResponse
from saathi.protection.identification.intake.queue import actions as queue
from saathi.protection.identification.intake.queue.vocabulary import ResponseState
from tests import filled
from tests.desk import cast
from tests.desk.cast import entries
from tests.factories import agencies, bundles, children
from tests.protection.identification.intake.queue.world import QueueWorld, reads
from tests.roles import acting, role, slip_in, with_proof
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

ACCOUNT = "The supervisor took her money."


class NamedWorld(QueueWorld):
    """The offices of the queue; the district has a supervisor and a deputy."""

    def __init__(self) -> None:
        super().__init__()
        self.supervisor = self.leaders[self.district]
        self.above = self.leaders[self.province]
        self.deputy = agencies.staff("supervisor", self.district, name="Dipa Deputy")
        self.second = agencies.staff("case_worker", self.district, name="Second Worker")
        self.other = agencies.staff("case_worker", self.province, name="Other Worker")

    def report(self, urgency: str = "today", by: Staff | None = None, **fields: object) -> Report:
        texts = {"what": ACCOUNT, "child_names": "Sunita", "place": "Here", "suspect": "The boss"}
        values = {"texts": texts, "concerns": ["trafficking"], "child_gender": "girl"}
        return super().report(urgency, by, **(values | fields))

    def open(self, actor: Staff, report: Report, **typed: object) -> object:
        address, client = f"/find/report/{report.pk}/open/", signed_in(actor)
        page = client.get(address).content.decode()
        return client.post(address, filled.form(page, **typed))

    def link(self, actor: Staff, report: Report, file_id: object) -> object:
        return signed_in(actor).post(f"/find/report/{report.pk}/is/{file_id}/", key())

    def name(self, actor: Staff, report: Report, *people: Staff) -> object:
        sent = {"named": "\n".join(person.name for person in people)} | key()
        return signed_in(actor).post(f"/reports/{report.pk}/named/", sent)

    def linked_naming(self, actor: Staff, file_id: object, *people: Staff) -> Report:
        """A report that the worker of a case linked to it, and that names these people since."""
        report = self.report(by=actor)
        self.link(actor, report, file_id)
        self.name(actor, report, *people)
        return report

    def decide(self, actor: Staff, report: Report) -> object:
        """A supervisor hides the child's file from those named by a person without a right to it."""
        sent = {"do": "by_report", "report": str(report.pk)} | key()
        return signed_in(actor).post(f"/child/{case_of(report).file_id}/hidden/", sent)


def without_reports(world: NamedWorld, name: str) -> Staff:
    """A case worker of the district whose own role of the agency records no reports."""
    held = SHIPPED_ROLES["case_worker"] - {Permission.RECORD_REPORT}
    with role("maintenance"):
        bundles.version(world.district.agency, permissions=held, kind="case_worker")
    return agencies.staff("case_worker", world.district, post="probation_officer", name=name)


def case_of(report: Report) -> Case:
    with role("maintenance"):
        return Case.objects.select_related("child").get(
            file=Report.objects.get(pk=report.pk).child_file_id
        )


def office_of(file_id: object) -> object:
    with role("maintenance"):
        return File.objects.get(pk=file_id).office


def reads_file(person: Staff, file_id: object) -> bool:
    """Whether any page or statement shows this person the file."""
    client = signed_in(person)
    by_page = [
        client.get(f"/child/{file_id}/{page}").status_code == 200 for page in ("", "reports/")
    ]
    with acting(person):
        by_sql = [
            model.objects.filter(file=file_id).exists() for model in (Child, Case, CaseReport)
        ]
    assert len(set(by_page + by_sql)) == 1, (by_page, by_sql)
    return by_sql[0]


def test_case_opened_from_a_report_is_closed_to_the_supervisor_it_names() -> None:
    world = NamedWorld()
    report = world.report(by=world.worker)
    world.open(world.worker, report)
    world.name(world.worker, report, world.supervisor)
    case = case_of(report)
    for person in (world.supervisor, world.deputy, world.second):
        assert not reads_file(person, case.file_id)
    for person in (world.worker, world.above, world.leaders[world.nation]):
        assert reads_file(person, case.file_id)
    # No leader of the district is left: the office to which the report went holds the file.
    assert (office_of(case.file_id), case.office) == (world.province, world.province)
    assert ACCOUNT in read(signed_in(world.above).get(f"/child/{case.file_id}/reports/"))[0]
    hidden = entries(file_id=case.file_id, kind="hidden")
    told = {entry.detail["principal"] for entry in hidden}
    assert {str(world.supervisor.pk), str(world.deputy.pk)} <= told


def test_leader_who_is_left_supervises_on_where_no_office_is_above() -> None:
    world = NamedWorld()
    top, second = world.leaders[world.nation], agencies.staff("supervisor", world.nation)
    worker = agencies.staff("case_worker", world.nation)
    report = world.report(by=worker, named_staff=[top.pk])
    world.open(worker, report)
    case = case_of(report)
    assert not reads_file(top, case.file_id)
    assert reads_file(second, case.file_id)
    assert office_of(case.file_id) == world.nation


def test_linked_case_is_closed_to_those_named_in_the_report() -> None:
    world = NamedWorld()
    case = children.case(world.worker)
    assert signed_in(world.supervisor).get(f"/child/{case.file_id}/").status_code == 200
    report = world.report(by=world.worker)
    answer = world.link(world.worker, report, case.file_id)
    assert answer["Location"] == f"/child/{case.file_id}/"
    world.name(world.worker, report, world.supervisor)
    for person in (world.supervisor, world.deputy):
        with acting(person):
            assert not CaseReport.objects.exists()
            assert not Child.objects.exists()
        assert signed_in(person).get(f"/child/{case.file_id}/reports/").status_code == 404
    with acting(world.worker):
        assert CaseReport.objects.count() == 1
    assert office_of(case.file_id) == world.province


def test_report_that_names_an_office_is_not_linked_to_a_case_there() -> None:
    world = NamedWorld()
    case = children.case(world.worker)
    top = world.leaders[world.nation]
    for office, leader in ((world.district, world.above), (world.province, top)):
        report = world.report(by=world.worker, named_office=office.pk)
        by_code = f"/find/report/{report.pk}/is/"
        client = signed_in(leader)
        for address, sent in (
            (f"{by_code}{case.file_id}/", {}),
            (by_code, {"code": case.child.code}),
        ):
            page = read(client.post(address, sent | key(), follow=True))[0]
            assert (
                "The report names the office of this case, so the report cannot be linked to "
                "the case."
            ) in page
        with role("maintenance"):
            assert Report.objects.get(pk=report.pk).child_file_id is None
            assert not CaseReport.objects.exists()


def test_case_is_given_to_no_one_named_or_bypassed_by_the_report() -> None:
    world = NamedWorld()
    report = world.report(named_staff=[world.supervisor.pk])
    clerk = agencies.staff("intake_officer", world.province)
    named_too = world.report(named_staff=[world.other.pk])
    with acting(world.above):
        queue.reassign_report(
            report=report, colleague=clerk, note="", keeps=True, actor=world.above
        )
    with acting(clerk):
        offered = {choice.staff for choice in assignees.list_worker_choices(clerk, report)}
        assert assignees.find_assigning_supervisor(clerk, report) == world.above
    with acting(world.leaders[world.nation]):
        assert world.other not in {
            choice.staff
            for choice in assignees.list_worker_choices(world.leaders[world.nation], named_too)
        }
    assert offered == {world.other}
    refused = world.open(clerk, report, assign_to="worker", worker_name=world.second.name)
    assert "Enter the name of one case worker from the list." in read(refused)[0]
    world.open(clerk, report, assign_to="supervisor")
    case = case_of(report)
    assert (case.worker, case.awaits_assignment) == (world.above, True)
    for person in (world.supervisor, world.deputy, world.officer, world.second):
        assert not reads_file(person, case.file_id)
    page = signed_in(world.above).get(f"/child/{case.file_id}/assign/").content.decode()
    assert world.second.name not in page
    assert world.other.name in page


def test_sql_passes_neither_the_file_nor_the_report_to_those_it_names() -> None:
    world = NamedWorld()
    report = world.report(by=world.worker)
    world.open(world.worker, report)
    file_id = case_of(report).file_id
    world.name(world.worker, report, world.supervisor)
    for person in (world.supervisor, world.deputy, world.second):
        for statement, values in (
            ("SELECT access_pass_on(%s, %s)", [file_id, person.pk]),
            ("SELECT access_hand_over(%s, %s, true)", [report.file_id, person.pk]),
        ):
            with (
                acting(world.worker),
                connection.cursor() as cursor,
                pytest.raises(ProgrammingError, match="not yours to"),
                transaction.atomic(),
                with_proof(statement.removeprefix("SELECT ")),
            ):
                cursor.execute(statement, values)
    with acting(world.worker), connection.cursor() as cursor, with_proof("access_pass_on("):
        cursor.execute("SELECT access_pass_on(%s, %s)", [file_id, world.other.pk])
    assert reads_file(world.other, file_id)


def test_naming_after_the_case_was_opened_closes_its_file() -> None:
    world = NamedWorld()
    report = world.report(by=world.worker)
    world.open(world.worker, report)
    file_id = case_of(report).file_id
    assert reads_file(world.supervisor, file_id)
    world.name(world.worker, report, world.supervisor)
    for person in (world.supervisor, world.deputy):
        assert not reads_file(person, file_id)
    assert reads_file(world.worker, file_id)
    assert reads_file(world.above, file_id)
    assert office_of(file_id) == world.province
    assert entries(file_id=file_id, kind="hidden")
    # The report stays closed; those above are notified that it names a colleague.
    with role("maintenance"):
        assert ReportResponse.objects.get(report=report).state == ResponseState.CLOSED
        assert Notice.objects.filter(staff=world.above, record=report.pk).exists()


def test_case_of_a_worker_who_is_named_later_waits_with_a_leader() -> None:
    world = NamedWorld()
    report = world.report()
    world.open(world.officer, report, assign_to="worker", worker_name=world.second.name)
    case = case_of(report)
    file_id = case.file_id
    tasks = [cast.due(case, person, dt.date(2026, 5, 1)) for person in (world.second, world.above)]
    world.name(world.officer, report, world.second)
    world.decide(world.above, report)
    case = case_of(report)
    with role("maintenance"):
        workers = [Due.objects.get(pk=task.pk).worker for task in tasks]
    assert workers == [case.worker, world.above]  # who still reads the file keeps their task
    assert not reads_file(world.second, file_id)
    assert not reads(world.second, report)
    # The supervisors of a colleague who leads nothing still read the file; the nearest one assigns it.
    assert case.worker in (world.supervisor, world.deputy)
    assert case.awaits_assignment
    assert office_of(file_id) == world.district
    leader = case.worker
    with role("maintenance"):
        assert Notice.objects.filter(staff=leader, kind="case_to_assign").count() == 1
    page = f"/child/{file_id}/assign/"
    client = signed_in(leader)
    sent = filled.form(client.get(page).content.decode(), worker_name=world.other.name)
    assert client.post(page, sent)["Location"] == f"/child/{file_id}/"
    assert reads_file(world.other, file_id)
    assert not reads_file(world.second, file_id)
    free = agencies.staff("case_worker", world.province)
    with acting(leader):
        case = case_of(report)
        for person, is_refused in ((world.second, True), (free, False)):
            typed = {"staff": str(person.pk), "role": "counsellor"}
            add = AddSeatForm(typed, case=case, actor=leader)
            hand_over = CaseHandOverForm(typed, case=case, actor=leader)
            assert [("staff" in form.errors) for form in (add, hand_over)] == [is_refused] * 2


def test_leader_of_a_named_office_keeps_no_file_by_covering_for_its_worker() -> None:
    world = NamedWorld()
    report = world.report(by=world.worker)
    world.open(world.worker, report)
    case = case_of(report)
    with acting(world.supervisor):
        until_on = world.supervisor.office.today() + dt.timedelta(days=30)
        arrange_cover(
            case=case, colleague=world.supervisor, until_on=until_on, actor=world.supervisor
        )
    answer = signed_in(world.worker).post(
        f"/reports/{report.pk}/named/", {"named": world.district.name} | key()
    )
    assert answer.status_code == 302
    for person in (world.supervisor, world.deputy):
        assert not reads_file(person, case.file_id)
    assert reads_file(world.worker, case.file_id)
    assert office_of(case.file_id) == world.province


def test_report_of_a_covering_colleague_about_the_worker_ends_no_cover() -> None:
    world = NamedWorld()
    case = children.case(world.worker)
    until_on = world.supervisor.office.today() + dt.timedelta(days=30)
    with acting(world.supervisor):
        seat = arrange_cover(
            case=Case.objects.select_related("office").get(pk=case.pk),
            colleague=world.second,
            until_on=until_on,
            actor=world.supervisor,
        )
    # By no statement of their own does the covering colleague take the case from its worker.
    values = f"'{case.file_id}', '{world.worker.pk}'"
    slip_in(world.second, f"SELECT access_end({values})", "not yours to end")
    slip_in(world.second, f"SELECT access_hide({values}, true)", "not yours to hide")
    report = world.linked_naming(world.second, case.file_id, world.worker)
    assert not reads_file(world.worker, case.file_id)
    assert not reads(world.worker, report)
    # The cover works on as before; the case waits with the nearest leader, who is notified.
    assert reads_file(world.second, case.file_id)
    with role("maintenance"):
        seat = Seat.objects.get(pk=seat.pk)
        rights = Grant.objects.get(file_id=case.file_id, principal=world.second.pk)
        told = set(Notice.objects.filter(record=case.file_id).values_list("staff", "kind"))
        case = Case.objects.get(pk=case.pk)
    assert (seat.until_on, seat.ended_on) == (until_on, None)
    assert rights.ends_at == world.district.start_of(until_on + dt.timedelta(days=1))
    assert case.awaits_assignment
    assert case.worker_id in {world.supervisor.pk, world.deputy.pk}
    leaders = {(world.supervisor.pk, "file_closed"), (world.deputy.pk, "file_closed")}
    assert leaders | {(case.worker_id, "case_to_assign")} <= told
    assert world.worker.pk not in {person for person, _kind in told}


def test_worker_whose_own_role_takes_no_reports_is_not_offered_one() -> None:
    world = NamedWorld()
    worker = without_reports(world, "Wasima Own")
    report = world.report()
    refused = world.open(
        world.officer, report, assign_to="worker", worker_name=worker.name, name_0="Sunita Two"
    )
    assert refused.status_code == 200
    text = read(refused)[0]
    assert "Enter the name of one case worker from the list." in text
    assert 'value="Sunita Two"' in refused.content.decode()
    with role("maintenance"):
        assert Report.objects.get(pk=report.pk).child_file_id is None
    world.open(world.officer, report, assign_to="worker", worker_name=world.other.name)
    assert case_of(report).worker == world.other


def test_case_is_not_passed_to_a_worker_who_is_named_while_it_is_opened() -> None:
    world = NamedWorld()
    new = Registration(
        child=NewChild(names=[Name("given", "Sunita", "")]), assignment=Assignment(to=world.second)
    )
    for named in (world.second, world.supervisor):
        report = world.report(named_staff=[named.pk])
        with acting(world.above), pytest.raises(WorkerMayNotTakeCase), transaction.atomic():
            register_child(new=new, report=report, today=world.district.today(), actor=world.above)
        with role("maintenance"):
            assert Report.objects.get(pk=report.pk).child_file_id is None
            assert not Case.objects.exists()
