"""Fills and ends seats of a child's team, and hands a case to another worker."""

from django.db import transaction

from saathi.agencies import access, notices, writing
from saathi.agencies.actions import rights
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import NoticeKind, TeamRole
from saathi.protection.cases.actions.approvals import NotApproved
from saathi.protection.cases.models import Case, Due, Seat
from saathi.protection.handovers import queries as handovers
from saathi.protection.handovers.actions import HandoverTold, within_office


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
    kept = Seat.objects.filter(file=seat.file_id, staff=left, ended_on=None)
    gives = [(left, other.role) for other in kept]  # rights have no seat: those of others stay
    rights.change_seats(file_id=seat.file_id, ends=[left], gives=gives, by=by)
    return seat


@transaction.atomic
def hand_over(*, case: Case, to: Staff, told: HandoverTold, by: Staff) -> Case:
    """The case, now worked on by `to`, with all that is due; the one before has left the team.

    Why, and what the child says and knows of it, stays on record. `NotApproved` where `to` has as
    many cases as the procedure allows, and nothing says why one more.
    """
    access.require(by, Permission.ASSIGN, case)

    if case.worker_id == to.id:
        return case
    is_beyond, reasons = handovers.judge_load(
        to, told.words.get("beyond", ""), on=by.office.today()
    )
    if reasons:
        raise NotApproved(reasons)

    record = within_office(case=case, to=to, told=told, is_beyond_limit=is_beyond, by=by)
    before, today = case.worker, by.office.today()
    writing.change(case, by=by, worker=to)
    writing.change_where(Due.objects.filter(case=case, done_on=None), by=by, worker=to)
    open_seats = list(Seat.objects.filter(file=case.file_id, ended_on=None).select_related("staff"))
    ended = [s for s in open_seats if s.case_id == case.pk and s.role == TeamRole.CASE_WORKER]
    writing.change_each([(seat, {"ended_on": today}) for seat in ended], by=by)
    new = Seat(file_id=case.file_id, case=case, role=TeamRole.CASE_WORKER, staff=to)
    writing.add_all([new, record], by=by, payloads=[None, told.payload()])
    left = {before} | {seat.staff for seat in ended if seat.staff}
    gives: list[tuple[Staff, str]] = [
        (seat.staff, seat.role)  # of a seat that she keeps
        for seat in open_seats
        if seat not in ended and seat.staff is not None and seat.staff in left
    ]
    gives.append((to, TeamRole.CASE_WORKER))
    rights.change_seats(file_id=case.file_id, ends=list(left), gives=gives, by=by)
    _tell(to, new, by)
    return case


def _tell(staff: Staff, seat: Seat, by: Staff) -> None:
    notices.tell(staff.id, kind=NoticeKind.CASE_ASSIGNED, record=seat.file_id, by=by)
