"""When an account ends or changes its place, hidden files keep a supervisor, and no task stays with no one."""

import datetime as dt

import pytest

from saathi.agencies.actions import staff as accounts
from saathi.agencies.actions.staff import StaffPosition
from saathi.agencies.models import Notice, Office, Staff
from saathi.desk.team import actions as team
from saathi.protection.casework.cases.models import Case, Due, Seat
from tests.attacks.test_hidden_by_report import HidingWorld, hidden_from, ids, sees
from tests.attacks.test_hiding_from_leaders import hide
from tests.desk.cast import entries
from tests.factories import agencies, children
from tests.roles import acting, role

pytestmark = pytest.mark.django_db
SOON = dt.date(2026, 12, 4)


def move(person: Staff, role_kind: str, office: Office) -> None:
    """Another role and office, asked by one administrator and agreed to by a second."""
    first, second = (agencies.staff("administrator", office) for _each in range(2))
    place = StaffPosition(office, role_kind)
    with acting(first):
        change = accounts.request_role_change(actor=first, staff=person, position=place)
    if change.needs_second:
        with acting(second):
            accounts.decide_staff_change(actor=second, change=change, agree=True)


def end(person: Staff) -> None:
    admin = agencies.staff("administrator", person.office)
    with acting(admin):
        accounts.deactivate_account(actor=admin, staff=person)


def told(person: Staff, kind: str) -> int:
    with role("maintenance"):
        return Notice.objects.filter(staff=person.pk, kind=kind).count()


def task(case: Case, colleague: Staff) -> Due:
    with role("maintenance"):
        return Due.objects.create(
            file=case.file,
            case=case,
            worker=colleague,
            duty="task",
            due_on=SOON,
            recorded_by=case.worker_id,
        )


def whose(due: Due) -> object:
    with role("maintenance"):
        return Due.objects.get(pk=due.pk).worker_id


def test_who_comes_to_lead_above_reads_what_a_colleague_below_hid() -> None:
    world = HidingWorld()
    file_id = world.case.file_id
    hide(world.supervisor, file_id, world.deputy)
    assert not sees(world.deputy, file_id)
    move(world.deputy, "supervisor", world.nation)
    assert sees(world.deputy, file_id)
    assert hidden_from(file_id) == set()
    for person in (world.deputy, world.supervisor):
        assert told(person, "file_shown") == 1
    [entry] = entries(file_id=file_id, kind="shown_again")
    assert entry.detail == {"principal": str(world.deputy.pk), "job": "leaders"}


def test_who_comes_to_lead_an_office_beside_or_as_high_stays_kept_out() -> None:
    world = HidingWorld()
    file_id = world.case.file_id
    hide(world.above, file_id, world.deputy)
    move(world.deputy, "supervisor", world.province)
    assert hidden_from(file_id) == {world.deputy.pk}
    move(world.deputy, "supervisor", world.beside)
    assert hidden_from(file_id) == {world.deputy.pk}
    assert told(world.deputy, "file_shown") == 0


def test_who_is_named_in_a_report_stays_kept_out_wherever_they_lead() -> None:
    world = HidingWorld()
    report = world.report(by=world.worker, named_staff=ids(world.deputy))
    world.link(world.above, report, world.case.file_id)
    assert world.deputy.pk in hidden_from(world.case.file_id)
    move(world.deputy, "supervisor", world.nation)
    assert not sees(world.deputy, world.case.file_id)
    end(world.supervisor)
    assert not sees(world.deputy, world.case.file_id)


@pytest.mark.parametrize("leaves", ["ends", "moves"])
def test_file_whose_last_supervisor_leaves_is_shown_to_the_one_it_was_hidden_from(
    leaves: str,
) -> None:
    office = agencies.office()
    elsewhere = agencies.office(office.agency)
    first, second, third = (agencies.staff("supervisor", office) for _each in range(3))
    case = children.case(agencies.staff("case_worker", office))
    hide(first, case.file_id, second)
    end(third)
    assert not sees(second, case.file_id)
    if leaves == "ends":
        end(first)
    else:
        move(first, "supervisor", elsewhere)
    assert sees(second, case.file_id)
    assert told(second, "file_shown") == 1


def test_file_that_reports_hide_from_all_who_are_left_passes_to_another_office() -> None:
    office = agencies.office()
    beside = agencies.staff("supervisor", agencies.office(office.agency))
    worker = agencies.staff("case_worker", office)
    accused, last = (agencies.staff("supervisor", office) for _each in range(2))
    world = HidingWorld()
    case = children.case(worker)
    report = world.report(by=worker)
    world.link(worker, report, case.file_id)
    world.name(worker, report, accused)
    assert hidden_from(case.file_id) == {accused.pk}
    end(last)
    assert not sees(accused, case.file_id)
    assert sees(beside, case.file_id)
    with role("maintenance"):
        assert Case.objects.get(pk=case.pk).office_id == beside.office_id
    assert told(beside, "file_shown") == 1


def test_account_of_another_than_the_last_supervisor_changes_nothing() -> None:
    world = HidingWorld()
    hide(world.supervisor, world.case.file_id, world.deputy)
    for person in (world.above, world.second):
        end(person)
    assert hidden_from(world.case.file_id) == {world.deputy.pk}


def test_tasks_of_an_ended_account_go_to_the_worker_of_the_case_who_is_notified() -> None:
    world = HidingWorld()
    given, own = task(world.case, world.second), task(world.case, world.worker)
    end(world.second)
    assert whose(given) == world.worker.pk
    assert told(world.worker, "tasks_returned") == 1
    end(world.worker)
    assert (
        whose(own) == world.worker.pk
    )  # the case, with what is due in it, is reassigned by a leader


def test_tasks_of_an_ended_account_go_to_a_supervisor_where_the_worker_left_too() -> None:
    world = HidingWorld()
    given = task(world.case, world.second)
    end(world.worker)
    hide(world.above, world.case.file_id, world.deputy)
    end(world.second)
    assert whose(given) == world.supervisor.pk
    assert told(world.supervisor, "tasks_returned") == 1


@pytest.mark.parametrize("keeps_another", [False, True])
def test_tasks_of_a_seat_that_ends_go_back_unless_another_seat_reads_them(
    *, keeps_another: bool
) -> None:
    world = HidingWorld()
    counsellor = agencies.staff("counsellor", world.district)
    with acting(world.supervisor):
        seats = [
            team.add_seat(case=world.case, role=each, colleague=counsellor, actor=world.supervisor)
            for each in (["counsellor", "house_mother"] if keeps_another else ["counsellor"])
        ]
    given = task(world.case, counsellor)
    with acting(world.supervisor):
        seat = Seat.objects.select_related("case", "staff").get(pk=seats[0].pk)
        team.end_seat(seat=seat, actor=world.supervisor)
    assert whose(given) == (counsellor.pk if keeps_another else world.worker.pk)
    assert told(world.worker, "tasks_returned") == (0 if keeps_another else 1)
