"""A report that names colleagues does not hide a child's file from all who supervise it, nor by a stranger."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from saathi.agencies.models import Grant, Hidden, Notice, Office, Staff
from saathi.agencies.sections import EMERGENCY_SECTIONS
from saathi.infra import clock
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from saathi.protection.identification.intake import actions as intake
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue import actions as queue
from saathi.protection.identification.intake.vocabulary import ReportOutcome
from tests.desk.cast import entries
from tests.desk.test_named_in_report import NamedWorld, case_of, office_of
from tests.factories import agencies, children
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
NONE_LEFT = "No supervisor with access to the child’s file would be left."


class HidingWorld(NamedWorld):
    """The offices with a case of the district, and another office whose leader receives reports."""

    def __init__(self) -> None:
        super().__init__()
        self.top = self.leaders[self.nation]
        self.beside = agencies.office(self.nation.agency)
        self.other_leader = agencies.staff("supervisor", self.beside)
        self.case = children.case(self.worker)

    @property
    def supervisors(self) -> list[Staff]:
        """All who supervise a case of the district."""
        return [self.supervisor, self.deputy, self.above, self.top]

    def told(self, person: Staff) -> int:
        with role("maintenance"):
            notices = Notice.objects.filter(staff=person, kind="file_closed")
            return notices.filter(record=self.case.file_id).count()


def hidden_from(file_id: object) -> set[object]:
    with role("maintenance"):
        return set(Hidden.objects.filter(file=file_id).values_list("principal", flat=True))


def sees(person: Staff, file_id: object) -> bool:
    """Whether a statement of this person finds the child."""
    with acting(person):
        return Child.objects.filter(file=file_id).exists()


def about(report: Report) -> object:
    with role("maintenance"):
        return Report.objects.get(pk=report.pk).child_file_id


def ids(*staff: Staff) -> list[object]:
    return [person.pk for person in staff]


def test_worker_alone_does_not_hide_a_case_from_all_supervisors() -> None:
    world = HidingWorld()
    report = world.report(by=world.worker, named_staff=ids(*world.supervisors))
    page = signed_in(world.worker).post(
        f"/find/report/{report.pk}/is/{world.case.file_id}/", key(), follow=True
    )
    assert NONE_LEFT in read(page)[0]
    assert about(report) is None
    assert not hidden_from(world.case.file_id)
    for person in world.supervisors:
        assert sees(person, world.case.file_id)
    assert office_of(world.case.file_id) == world.district


def test_case_is_not_opened_from_a_report_that_names_all_supervisors() -> None:
    world = HidingWorld()
    report = world.report(by=world.worker, named_staff=ids(*world.supervisors))
    assert NONE_LEFT in read(world.open(world.worker, report))[0]
    assert about(report) is None


def test_supervisors_are_not_all_named_once_the_case_is_open() -> None:
    world = HidingWorld()
    report = world.report()
    world.open(world.officer, report, assign_to="worker", worker_name=world.second.name)
    file_id = case_of(report).file_id
    names = "\n".join(person.name for person in [world.second, *world.supervisors])
    page = signed_in(world.officer).post(f"/reports/{report.pk}/named/", {"named": names} | key())
    assert NONE_LEFT in read(page)[0]
    assert not hidden_from(file_id)


def test_supervisors_are_not_all_named_in_two_reports() -> None:
    world = HidingWorld()
    first = world.linked_naming(world.worker, world.case.file_id, world.supervisor)
    assert office_of(world.case.file_id) == world.province
    second = world.report(by=world.worker, named_staff=ids(world.above, world.top))
    world.link(world.worker, second, world.case.file_id)
    assert (about(first), about(second)) == (world.case.file_id, None)
    for person in (world.above, world.top):
        assert sees(person, world.case.file_id)


def test_leader_is_not_the_only_one_left_while_someone_is_above() -> None:
    world = HidingWorld()
    named = ids(world.deputy, world.above, world.top)
    report = world.report(by=world.supervisor, named_staff=named)
    answer = world.link(world.supervisor, report, world.case.file_id)
    assert answer["Location"] == f"/reports/{report.pk}/"
    assert about(report) is None
    assert sees(world.above, world.case.file_id)


@pytest.mark.parametrize("named", ["second", "home"])
def test_colleague_who_leads_nothing_ends_no_supervision(named: str) -> None:
    world = HidingWorld()
    home = agencies.staff("house_mother", world.district)
    officer = agencies.staff("data_officer", world.district)
    person = world.second if named == "second" else home
    report = world.linked_naming(world.worker, world.case.file_id, person)
    assert about(report) == world.case.file_id
    assert hidden_from(world.case.file_id) == {person.pk}
    for item in (*world.supervisors, world.worker, officer):
        assert sees(item, world.case.file_id)
    assert office_of(world.case.file_id) == world.district
    assert (world.told(world.supervisor), world.told(world.above)) == (1, 0)


def test_data_officer_who_is_named_ends_no_supervision() -> None:
    world = HidingWorld()
    officer = agencies.staff("data_officer", world.district)
    world.linked_naming(world.worker, world.case.file_id, officer)
    assert hidden_from(world.case.file_id) == {officer.pk}


def test_new_supervisor_is_notified_who_did_it_and_can_undo_it() -> None:
    world = HidingWorld()
    world.linked_naming(world.worker, world.case.file_id, world.supervisor, world.second)
    assert (world.told(world.above), world.told(world.top)) == (1, 0)
    with role("maintenance"):
        notice = Notice.objects.get(staff=world.above, kind="file_closed")
    assert notice.given_by == world.worker.pk
    client = signed_in(world.above)
    page = f"/child/{world.case.file_id}/hidden/"
    assert client.post(f"/notices/{notice.pk}/", key())["Location"] == page
    shown = read(client.get(page))[0]
    assert world.second.name in shown
    assert f"by {world.worker.name}" in shown.replace("\u2068", "").replace("\u2069", "")
    client.post(page, {"do": "show", "principal": str(world.second.pk)} | key())
    assert world.second.pk not in hidden_from(world.case.file_id)
    assert entries(file_id=world.case.file_id, kind="shown_again")


def test_worker_whose_case_was_taken_by_a_false_report_gets_it_back() -> None:
    world = HidingWorld()
    report = world.report()
    world.open(world.officer, report, assign_to="worker", worker_name=world.second.name)
    file_id = case_of(report).file_id
    world.name(world.officer, report, world.second)
    world.decide(world.above, report)
    assert not sees(world.second, file_id)
    leader = case_of(report).worker
    client = signed_in(leader)
    sent = {"do": "show", "principal": str(world.second.pk)} | key()
    client.post(f"/child/{file_id}/hidden/", sent)
    page = f"/child/{file_id}/assign/"
    client.post(page, {"worker_name": world.second.name} | key())
    assert case_of(report).worker == world.second
    assert sees(world.second, file_id)


def test_file_goes_to_no_office_without_an_active_supervisor() -> None:
    world = HidingWorld()
    with role("maintenance"):
        Staff.objects.filter(pk=world.above.pk).update(is_active=False)
    world.linked_naming(world.worker, world.case.file_id, world.supervisor)
    assert office_of(world.case.file_id) == world.nation
    assert (world.told(world.top), sees(world.top, world.case.file_id)) == (1, True)


def in_emergency(person: Staff, case: Case) -> None:
    with role("maintenance"):
        Grant.objects.create(
            file_id=case.file_id,
            principal=person.pk,
            kind="glass",
            reads=int(EMERGENCY_SECTIONS),
            writes=0,
            starts_at=clock.now() - dt.timedelta(minutes=1),
            ends_at=clock.now() + dt.timedelta(hours=4),
            given_by=person.pk,
        )


def test_emergency_access_links_no_report() -> None:
    world = HidingWorld()
    far: Office = agencies.office(parent=world.nation)
    stranger = agencies.staff("case_worker", far)
    agencies.staff("supervisor", far)
    in_emergency(stranger, world.case)
    report = world.report(by=stranger, named_staff=ids(world.worker, world.supervisor))
    page = signed_in(stranger).post(
        f"/find/report/{report.pk}/is/{world.case.file_id}/", key(), follow=True
    )
    assert "Only staff who work on this case can link a report to it." in read(page)[0]
    with acting(stranger):
        child = Child.objects.get(file=world.case.file_id)
        with pytest.raises(queue.access.NotAllowed):
            intake.link_report_to_child(
                report_id=report.pk,
                child=child,
                outcome=ReportOutcome.ADDED_TO_CASE,
                actor=stranger,
            )
    assert not hidden_from(world.case.file_id)


def test_statement_with_a_proof_links_no_report_to_a_case_of_others() -> None:
    world = HidingWorld()
    report = world.report(by=world.second, named_staff=ids(world.top))
    in_emergency(world.second, world.case)
    with (
        acting(world.second),
        role("warden"),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="not your case"),
        transaction.atomic(),
    ):
        cursor.execute(
            "UPDATE intake_report SET child_file_id = %s, outcome = 'added_to_case', "
            "outcome_at = clock_timestamp() WHERE id = %s",
            [world.case.file_id, report.pk],
        )
    assert about(report) is None


def test_refusal_of_the_database_is_the_reason_given() -> None:
    """Also where the page is not asked."""
    world = HidingWorld()
    report = world.report(by=world.worker)
    world.open(world.worker, report)
    with acting(world.worker), pytest.raises(queue.NamingRefused) as refusal:
        queue.record_named_colleagues(
            report=Report.objects.get(pk=report.pk),
            staff_ids=ids(*world.supervisors),
            office_id=None,
            actor=world.worker,
        )
    assert isinstance(refusal.value.__cause__.__cause__, IntegrityError)
