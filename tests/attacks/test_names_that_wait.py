"""A name that a person without a right to the child adds to a linked report hides the file only by a leader."""

import pytest
from django.db import connection

from saathi.agencies.models import Notice, Staff
from tests.attacks.test_hidden_by_report import HidingWorld, hidden_from, in_emergency, sees
from tests.desk.cast import entries
from tests.desk.test_named_in_report import case_of, office_of
from tests.factories import agencies
from tests.protection.identification.intake.queue.world import reads
from tests.roles import acting, role, slip_in
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
HEADING = "Named in a linked report"


class ClerkWorld(HidingWorld):
    """A case that an intake officer opened for a worker from a report; they do not read it any more."""

    def __init__(self) -> None:
        super().__init__()
        self.linked = self.report()
        self.open(self.officer, self.linked, assign_to="worker", worker_name=self.second.name)
        self.file_id = case_of(self.linked).file_id

    def asked(self) -> set[object]:
        with role("maintenance"):
            notices = Notice.objects.filter(kind="file_to_hide", record=self.file_id)
            return set(notices.values_list("staff", flat=True))


def waiting(person: Staff, file_id: object) -> list[object]:
    with acting(person), connection.cursor() as cursor:
        cursor.execute("SELECT staff FROM report_names_waiting(%s)", [file_id])
        return [staff for (staff,) in cursor.fetchall()]


def hidden_page(person: Staff, world: ClerkWorld) -> str:
    return read(signed_in(person).get(f"/child/{world.file_id}/hidden/"))[0]


def test_clerk_does_not_lock_a_worker_out_of_the_case() -> None:
    world = ClerkWorld()
    before = case_of(world.linked)
    world.name(world.officer, world.linked, world.second)
    assert not reads(world.second, world.linked)  # the report bypasses the worker at once
    assert sees(world.second, world.file_id)
    assert not hidden_from(world.file_id)
    after = case_of(world.linked)
    assert (after.worker, after.version) == (before.worker, before.version)
    # Those who may not handle the report, because it names their office, are not asked.
    assert world.asked() == {world.above.pk}


def test_no_one_but_those_who_decide_learns_of_the_name() -> None:
    world = ClerkWorld()
    world.name(world.officer, world.linked, world.second)
    uninvolved = agencies.staff("supervisor")
    for person in (world.second, world.supervisor, world.deputy, world.officer, uninvolved):
        assert waiting(person, world.file_id) == []
        slip_in(person, f"SELECT report_close_file('{world.linked.pk}')", "not yours to hide")
    assert HEADING not in hidden_page(world.supervisor, world)
    assert world.decide(world.supervisor, world.linked).status_code == 404
    with role("maintenance"):
        told = Notice.objects.filter(staff=world.second).values_list("kind", flat=True)
        assert set(told) <= {"case_assigned"}
    assert waiting(world.above, world.file_id) == [world.second.pk]
    page = hidden_page(world.above, world)
    assert HEADING in page
    assert world.second.name in page


def test_file_closes_once_the_leader_above_decides() -> None:
    world = ClerkWorld()
    world.name(world.officer, world.linked, world.second)
    assert world.decide(world.above, world.linked).status_code == 302
    assert hidden_from(world.file_id) == {world.second.pk}
    assert not sees(world.second, world.file_id)
    [entry] = entries(file_id=world.file_id, kind="hidden")
    assert (entry.by, entry.detail["principal"]) == (world.above.pk, str(world.second.pk))
    case = case_of(world.linked)
    assert case.awaits_assignment
    assert case.worker in (world.supervisor, world.deputy)
    assert HEADING not in hidden_page(world.above, world)


def test_named_supervisor_is_bypassed_when_the_leader_above_decides() -> None:
    world = ClerkWorld()
    world.name(world.officer, world.linked, world.supervisor)
    for person in (world.supervisor, world.deputy):
        assert sees(person, world.file_id)
        assert waiting(person, world.file_id) == []
    assert world.asked() == {world.above.pk}
    world.decide(world.above, world.linked)
    for person in (world.supervisor, world.deputy):
        assert not sees(person, world.file_id)
    assert sees(world.above, world.file_id)
    assert office_of(world.file_id) == world.province  # of the nearest leader who reads it


def test_emergency_access_closes_nothing_by_naming() -> None:
    world = ClerkWorld()
    in_emergency(world.officer, case_of(world.linked))
    world.name(world.officer, world.linked, world.second)
    assert not hidden_from(world.file_id)
    assert world.asked() == {world.above.pk}


def test_whoever_writes_the_case_closes_it_at_once() -> None:
    world = ClerkWorld()
    report = world.report(by=world.supervisor)
    world.link(world.supervisor, report, world.file_id)
    world.name(world.supervisor, report, world.second)
    assert hidden_from(world.file_id) == {world.second.pk}
    assert world.asked() == set()


def test_where_all_above_are_named_those_who_are_left_decide() -> None:
    world = ClerkWorld()
    names = "\n".join(person.name for person in [world.second, world.above, world.top])
    signed_in(world.officer).post(f"/reports/{world.linked.pk}/named/", {"named": names} | key())
    assert world.asked() == {world.supervisor.pk, world.deputy.pk}
    assert not hidden_from(world.file_id)
    world.decide(world.supervisor, world.linked)
    assert hidden_from(world.file_id) == {world.second.pk, world.above.pk, world.top.pk}
    assert sees(world.deputy, world.file_id)


def test_where_no_leader_may_decide_the_file_closes_at_once() -> None:
    """Else a report would not bypass a colleague in an agency whose supervisors hide no files."""
    world = ClerkWorld()
    with role("maintenance"):
        Staff.objects.filter(pk__in=[world.above.pk, world.top.pk]).update(is_active=False)
        beside = Staff.objects.get(pk=world.other_leader.pk)
    assert beside.is_active  # the report itself goes to the leader of another office
    world.name(world.officer, world.linked, world.second)
    assert world.asked() == set()
    assert hidden_from(world.file_id) == {world.second.pk}
    with role("maintenance"):
        told = Notice.objects.filter(kind="file_closed", record=world.file_id)
        assert set(told.values_list("staff", flat=True)) == {world.supervisor.pk, world.deputy.pk}
