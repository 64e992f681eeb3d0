"""A report keeps out those it names, and their former office, wherever they come to work or lead."""

import pytest
from django.db import connection

from saathi.agencies.actions import offices
from saathi.agencies.actions import staff as accounts
from saathi.agencies.actions.offices import OfficeInput
from saathi.agencies.actions.staff import StaffPosition
from saathi.agencies.models import Hidden, Office, Staff
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue import actions as queue
from saathi.protection.identification.intake.queue.models import BypassedPlace, ReportResponse
from tests.attacks.test_change_of_place import end, move, told
from tests.attacks.test_hidden_by_report import HidingWorld, hidden_from, ids, sees
from tests.attacks.test_hiding_from_leaders import hide
from tests.factories import agencies, children
from tests.protection.identification.intake.queue.world import notified, reads, response
from tests.roles import acting, role

pytestmark = pytest.mark.django_db


def retitle(person: Staff, title: str = "Director") -> None:
    """Another title in the same role and office, by one administrator."""
    admin = agencies.staff("administrator", person.office)
    with acting(admin):
        accounts.request_role_change(
            actor=admin,
            staff=person,
            position=StaffPosition(person.office, person.role_kind, title),
        )


def reset(person: Staff) -> None:
    first, second = (agencies.staff("administrator", person.office) for _each in range(2))
    with acting(first):
        change = accounts.request_sign_in_reset(actor=first, staff=person)
    with acting(second):
        accounts.decide_staff_change(actor=second, change=change, agree=True)


def add_office_below(person: Staff) -> None:
    admin = agencies.staff("administrator", person.office)
    below = person.office
    new = OfficeInput("New office", below.district, below.time_zone, list(below.weekend))
    with acting(admin):
        offices.create_office(actor=admin, below=below, level="district", new=new)


def handles(person: Staff, report: Report) -> bool:
    """Whether a statement of this person finds how the report is handled."""
    with acting(person):
        return ReportResponse.objects.filter(report=report.pk).exists()


def accept(person: Staff, report: Report) -> None:
    with acting(person):
        assert queue.accept_report(report_id=report.pk, actor=person).is_accepted


@pytest.mark.parametrize("to", ["province", "nation"])
def test_promoted_accused_reads_neither_the_report_nor_its_reporter(to: str) -> None:
    world = HidingWorld()
    report = world.report("now", named_staff=ids(world.supervisor))
    assert not reads(world.supervisor, report)
    move(world.supervisor, "supervisor", getattr(world, to))
    assert not reads(world.supervisor, report)
    assert world.supervisor.pk in hidden_from(report.file_id)
    assert told(world.supervisor, "file_shown") == 0


@pytest.mark.parametrize("change", [retitle, reset, add_office_below])
def test_accused_at_the_top_reads_no_report_after_a_change_of_nothing(change: object) -> None:
    world = HidingWorld()
    agencies.staff("supervisor", world.nation)  # who handles it
    report = world.report("now", named_staff=ids(world.top))
    change(world.top)  # type: ignore[operator]
    assert not reads(world.top, report)
    assert world.top.pk in hidden_from(report.file_id)


def test_new_office_below_is_led_by_those_above() -> None:
    world = HidingWorld()
    add_office_below(world.supervisor)
    with role("maintenance"):
        new = Office.objects.get(name="New office")
    case = children.case(agencies.staff("case_worker", new))
    assert all(sees(person, case.file_id) for person in world.supervisors)


def test_move_of_the_accused_disables_no_one_who_handles_the_report() -> None:
    world = HidingWorld()
    report = world.report("now", named_staff=ids(world.supervisor))
    accept(world.above, report)
    move(world.supervisor, "supervisor", world.province)
    assert reads(world.above, report)
    assert handles(world.above, report)
    assert not reads(world.supervisor, report)
    for person in (world.deputy, world.colleague):  # of the office as it was when it was named
        assert not reads(person, report)
    # Further names go above that office as well.
    with acting(world.above):
        queue.record_named_colleagues(
            report=Report.objects.get(pk=report.pk),
            staff_ids=ids(world.second),
            office_id=None,
            actor=world.above,
        )
    assert handles(world.above, report)
    assert response(report).office == world.province


def test_report_of_before_keeps_the_places_at_the_update() -> None:
    world = HidingWorld()
    report = world.report("now", named_staff=ids(world.supervisor))
    accept(world.above, report)
    with role("maintenance"):
        BypassedPlace.objects.all().delete()
    with role("warden"), connection.cursor() as cursor:  # the last statement of `queue_time.sql`
        cursor.execute("SELECT report_keep_places(%s)", [report.pk])
    move(world.supervisor, "supervisor", world.province)
    assert handles(world.above, report)
    assert not reads(world.deputy, report)


def test_leader_of_the_named_office_who_is_promoted_stays_bypassed() -> None:
    world = HidingWorld()
    report = world.report("now", by=world.other_leader, named_office=world.district.pk)
    later = agencies.staff("supervisor", world.district)  # after the report
    worker = world.second
    for person in (world.deputy, later):
        move(person, "supervisor", world.province)
        assert not reads(person, report)
        assert not handles(person, report)
        assert person.pk in hidden_from(report.file_id)
    move(worker, "case_worker", world.province)
    with acting(world.above), pytest.raises(queue.access.NotAllowed):
        queue.reassign_report(
            report=report, colleague=worker, note="", keeps=True, actor=world.above
        )
    move(worker, "supervisor", world.nation)
    assert not reads(worker, report)


def test_who_accepted_and_moves_to_the_named_office_leaves_the_report_to_others() -> None:
    world = HidingWorld()
    report = world.report("now", named_office=world.district.pk)
    accept(world.above, report)
    move(world.above, "supervisor", world.district)
    assert not reads(world.above, report)
    found = response(report)
    assert (found.state, found.accepted_by) == ("new", None)
    assert set(notified(report)) == {world.top.pk}


@pytest.mark.parametrize("leaves", ["ends", "moves", "is retitled"])
def test_hiding_from_above_stays_when_the_hider_leaves(leaves: str) -> None:
    world = HidingWorld()
    file_id = world.case.file_id
    hide(world.above, file_id, world.deputy)
    if leaves == "ends":
        end(world.above)
    elif leaves == "moves":
        move(world.above, "supervisor", world.beside)
    retitle(world.deputy)
    move(world.deputy, "supervisor", world.province)
    assert hidden_from(file_id) == {world.deputy.pk}
    # Above the office from which it was hidden, the rule holds, whoever leads that office now.
    move(world.deputy, "supervisor", world.nation)
    assert hidden_from(file_id) == set()
    assert told(world.deputy, "file_shown") == 1


def test_hiding_by_an_unknown_office_stays_and_a_supervisor_above_is_notified() -> None:
    world = HidingWorld()
    file_id = world.case.file_id
    hide(world.supervisor, file_id, world.deputy)
    with role("maintenance"):  # as before this was kept
        Hidden.objects.filter(file=file_id).update(hider_office=None)
    assert told(world.above, "file_hidden") == 1
    move(world.deputy, "supervisor", world.nation)
    assert not sees(world.deputy, file_id)
    assert (told(world.above, "file_hidden"), told(world.deputy, "file_hidden")) == (2, 0)


def test_report_about_another_colleague_switches_no_rule_off() -> None:
    world = HidingWorld()
    file_id = world.case.file_id
    hide(world.supervisor, file_id, world.deputy)
    world.linked_naming(world.worker, file_id, world.second)
    move(world.deputy, "supervisor", world.nation)
    assert sees(world.deputy, file_id)


def test_file_goes_to_no_other_office_where_a_colleague_hid_it_from_the_last_supervisor() -> None:
    office = agencies.office()
    beside = agencies.staff("supervisor", agencies.office(office.agency))
    worker, named = (agencies.staff("case_worker", office) for _each in range(2))
    first, second, third = (agencies.staff("supervisor", office) for _each in range(3))
    case, world = children.case(worker), HidingWorld()
    hide(first, case.file_id, second)
    report = world.report(by=worker)
    world.link(worker, report, case.file_id)
    world.name(worker, report, named)
    assert hidden_from(case.file_id) == {second.pk, named.pk}
    end(third)
    end(first)
    assert sees(second, case.file_id)
    assert not sees(beside, case.file_id)
    assert not sees(named, case.file_id)


def test_report_takes_the_place_of_a_hiding_by_hand() -> None:
    world = HidingWorld()
    file_id = world.case.file_id
    hide(world.supervisor, file_id, world.deputy)
    world.linked_naming(world.worker, file_id, world.deputy)
    move(world.deputy, "supervisor", world.nation)
    assert not sees(world.deputy, file_id)
    assert world.deputy.pk in hidden_from(file_id)
