"""Fills and ends seats of a child's team, and hands a case to another worker."""

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.actions import rights
from saathi.agencies.models import Notice, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import NoticeKind, TeamRole
from saathi.protection.cases.models import Case, Due, Seat


class SeatTaken(Exception):
    """Somebody took the seat in the meantime."""


@transaction.atomic
def fill_seat(*, seat: Seat, with_: Staff, by: Staff) -> Seat:
    """The seat, taken by a colleague who now reads and writes what her role needs."""
    access.require(by, Permission.ASSIGN, seat)

    if seat.staff_id is not None or seat.ended_on is not None:
        raise SeatTaken

    writing.change(seat, by=by, staff=with_)
    rights.give_seat(file_id=seat.file_id, to=with_, role=seat.role, by=by)
    _tell(with_, seat, by)
    return seat


@transaction.atomic
def add_seat(*, case: Case, role: TeamRole, with_: Staff, by: Staff) -> Seat:
    """A seat more, of a role that her team did not have or needs twice, taken by a colleague."""
    access.require(by, Permission.ASSIGN, case)

    seat = Seat(file_id=case.file_id, case=case, role=role, staff=with_)
    writing.add(seat, by=by)
    rights.give_seat(file_id=seat.file_id, to=with_, role=seat.role, by=by)
    _tell(with_, seat, by)
    return seat


@transaction.atomic
def end_seat(*, seat: Seat, by: Staff) -> Seat:
    """The seat, ended today, with an empty one in its place; rights of other seats stay."""
    access.require(by, Permission.ASSIGN, seat)

    left = seat.staff
    if left is None or seat.ended_on is not None:
        raise SeatTaken

    writing.change(seat, by=by, ended_on=by.office.today())
    writing.add(Seat(file_id=seat.file_id, case_id=seat.case_id, role=seat.role), by=by)
    _take_back(seat, left, by)
    return seat


@transaction.atomic
def hand_over(*, case: Case, to: Staff, by: Staff) -> Case:
    """The case, now worked on by `to`, with all that is due; the one before has left the team."""
    access.require(by, Permission.ASSIGN, case)

    if case.worker_id == to.id:
        return case

    before = case.worker
    writing.change(case, by=by, worker=to)
    for due in Due.objects.filter(case=case, done_on=None):
        writing.change(due, by=by, worker=to)
    open_seats = Seat.objects.filter(case=case, ended_on=None, role=TeamRole.CASE_WORKER)
    for seat in open_seats.select_related("staff"):
        writing.change(seat, by=by, ended_on=by.office.today())
        if seat.staff is not None and seat.staff_id != before.id:
            _take_back(seat, seat.staff, by)
    new = Seat(file_id=case.file_id, case=case, role=TeamRole.CASE_WORKER, staff=to)
    writing.add(new, by=by)
    _take_back(new, before, by)
    rights.give_seat(file_id=case.file_id, to=to, role=TeamRole.CASE_WORKER, by=by)
    _tell(to, new, by)
    return case


def _take_back(seat: Seat, left: Staff, by: Staff) -> None:
    """Ends her rights and gives those of the seats she still holds anew: rights have no seat."""
    rights.end(file_id=seat.file_id, of=left, by=by)
    kept = Seat.objects.filter(file=seat.file_id, staff=left, ended_on=None)
    for other in kept:
        rights.give_seat(file_id=seat.file_id, to=left, role=other.role, by=by)


def _tell(staff: Staff, seat: Seat, by: Staff) -> None:
    if staff.id != by.id:
        Notice(
            staff=staff, kind=NoticeKind.CASE_ASSIGNED, record=seat.file_id, given_by=by.id
        ).save(force_insert=True)
