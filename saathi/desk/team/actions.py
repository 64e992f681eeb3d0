"""Fills and ends seats of a child's team, arranges cover, and reassigns a case to another worker."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from saathi.agencies import access, definer_functions, notices, writing
from saathi.agencies.access_checks import reasons_against_access
from saathi.agencies.actions import rights
from saathi.agencies.actions.rights import SeatRights
from saathi.agencies.models import Staff
from saathi.agencies.permissions import TEAM_READS, Permission
from saathi.agencies.queries import files_with_access_blocked
from saathi.agencies.vocabulary import GrantKind, TeamRole
from saathi.desk.team.queries import list_waiting_named_reports
from saathi.infra.reasons import Reason, Refused
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.cases import cover_rules, covers
from saathi.protection.casework.cases.actions.approvals import ApprovalRefused
from saathi.protection.casework.cases.danger import assignment_notice_kind
from saathi.protection.casework.cases.models import Case, Due, Seat
from saathi.protection.casework.cases.vocabulary import (
    CASE_ASSIGNED_NOTICE,
    COVER_ARRANGED_NOTICE,
    OPEN_STATUSES,
    TASKS_RETURNED_NOTICE,
)
from saathi.protection.casework.documents import queries as documents
from saathi.protection.casework.handovers import queries as handovers
from saathi.protection.casework.handovers.actions import HandoverInput, build_worker_handover
from saathi.protection.casework.handovers.models import Handover
from saathi.protection.identification.intake.queue.rules import NO_SUPERVISOR_LEFT

SEAT_CHANGED = Reason("seat", _("This role was changed in the meantime. Open the team again."))
WORKER_SEAT = Reason("seat", _("The role of the case worker ends when the case is reassigned."))


class SeatRefused(Refused):
    """A seat that cannot be taken or ended; `reasons` say why."""


class CoverRefused(Refused):
    """Cover that cannot be arranged; `reasons` give the codes."""


@transaction.atomic
def fill_seat(*, seat: Seat, colleague: Staff, actor: Staff) -> Seat:
    """Gives an empty seat and its role's rights to a colleague; `SeatRefused` if not empty."""
    access.require(actor, Permission.ASSIGN, seat)

    if seat.staff_id is not None or seat.ended_on is not None:
        raise SeatRefused([SEAT_CHANGED])
    _require_access(seat.file_id, SeatRights(colleague, seat.role))

    writing.change(seat, actor=actor, staff=colleague)
    rights.grant_seat_rights(file_id=seat.file_id, to=colleague, role=seat.role, actor=actor)
    _notify(colleague, seat, actor)
    return seat


@transaction.atomic
def add_seat(*, case: Case, role: TeamRole, colleague: Staff, actor: Staff) -> Seat:
    """Adds a seat for a colleague, in a role that the team lacks or needs twice."""
    access.require(actor, Permission.ASSIGN, case)

    _require_access(case.file_id, SeatRights(colleague, role))
    seat = Seat(file_id=case.file_id, case=case, role=role, staff=colleague)
    writing.add(seat, actor=actor)
    rights.grant_seat_rights(file_id=seat.file_id, to=colleague, role=seat.role, actor=actor)
    _notify(colleague, seat, actor)
    return seat


def _reasons_against_rights(file_id: UUID, given: SeatRights) -> tuple[Reason, ...]:
    """Why a colleague in another country does not get the rights of a role; none for other roles."""
    if not TEAM_READS[given.role]:
        return ()
    return reasons_against_access(file_id, given.staff, GrantKind.TEAM)


def _require_access(file_id: UUID, given: SeatRights) -> None:
    if reasons := _reasons_against_rights(file_id, given):
        raise SeatRefused(reasons)


def _still_given(file_id: UUID, gives: Sequence[SeatRights]) -> list[SeatRights]:
    """The rights that a continuing seat may keep; access from another country may have ended."""
    return [given for given in gives if not _reasons_against_rights(file_id, given)]


def is_worker_seat(seat: Seat, case: Case) -> bool:
    """Whether this is the case worker's own seat. Their other roles end like anyone's."""
    is_cover = seat.until_on is not None
    return seat.role == TeamRole.CASE_WORKER and seat.staff_id == case.worker_id and not is_cover


@transaction.atomic
def end_seat(*, seat: Seat, actor: Staff) -> Seat:
    """Ends the seat today and leaves an empty one in its place; rights of other seats stay.

    The colleague's open tasks return to the case worker, who is notified, unless the colleague may
    still read them. Cover leaves no empty seat: the case worker has one, which cannot be ended
    (`SeatRefused`).
    """
    access.require(actor, Permission.ASSIGN, seat)

    left, today = seat.staff, actor.office.today()
    is_over = seat.ended_on is not None or (seat.until_on is not None and seat.until_on < today)
    if left is None or is_over:
        raise SeatRefused([SEAT_CHANGED])
    if is_worker_seat(seat, seat.case):
        raise SeatRefused([WORKER_SEAT])

    writing.change(seat, actor=actor, ended_on=today)
    if seat.until_on is None:
        writing.add(Seat(file_id=seat.file_id, case_id=seat.case_id, role=seat.role), actor=actor)
    other_seats = _current_seats(seat.file_id, actor).filter(staff=left)
    # rights are not tied to a seat: those of other seats stay
    gives = _still_given(seat.file_id, [covers.seat_rights(seat) for seat in other_seats])
    rights.replace_seat_rights(file_id=seat.file_id, ends=[left], gives=gives, actor=actor)
    if not any(TEAM_READS[given.role] & Due.section for given in gives):
        _return_tasks(left, seat.file_id, actor)
    return seat


def _return_tasks(left: Staff, file_id: UUID, actor: Staff) -> None:
    """Returns a colleague's tasks to each case's worker, or to the actor if they left, too."""
    tasks = Due.objects.filter(file=file_id, done_on=None, worker=left).exclude(case__worker=left)
    for case in Case.objects.filter(dues__in=tasks).select_related("worker").distinct():
        worker = case.worker
        taker = (
            worker
            if worker.is_active and not files_with_access_blocked(worker, [file_id])
            else actor
        )
        kept = _keep_unseen_duties(case, taker, {left}, actor)
        writing.change_matching(
            tasks.filter(case=case).exclude(pk__in=kept), actor=actor, worker=taker
        )
        if taker != actor:
            notices.notify_staff(taker.pk, kind=TASKS_RETURNED_NOTICE, record=file_id, actor=actor)


@transaction.atomic
def arrange_cover(*, case: Case, colleague: Staff, until_on: dt.date, actor: Staff) -> Seat:
    """Adds a colleague's seat that covers for the case worker until the end of the last day.

    The case worker keeps the case, its tasks and all rights. `CoverRefused` with reasons.
    """
    access.require(actor, Permission.ASSIGN, case)

    today = case.office.today()
    facts = cover_rules.CoverFacts(
        is_open=case.status in OPEN_STATUSES,
        is_own_worker=case.worker_id == colleague.pk,
        is_hidden=bool(files_with_access_blocked(colleague, [case.file_id])),
        is_covered=case.pk in covers.current_covers([case.pk], today),
    )
    if reasons := cover_rules.reasons_against_cover(facts, until_on=until_on, today=today):
        raise CoverRefused(reasons)

    if abroad := _reasons_against_rights(case.file_id, SeatRights(colleague, TeamRole.CASE_WORKER)):
        raise CoverRefused(abroad)
    seat = Seat(
        file_id=case.file_id,
        case=case,
        role=TeamRole.CASE_WORKER,
        staff=colleague,
        until_on=until_on,
    )
    try:
        with transaction.atomic():
            writing.add(seat, actor=actor)
    except IntegrityError as error:
        raise CoverRefused([cover_rules.COVERED]) from error
    gives = [covers.seat_rights(seat)]
    rights.replace_seat_rights(file_id=seat.file_id, ends=[], gives=gives, actor=actor)
    notices.notify_staff(colleague.pk, kind=COVER_ARRANGED_NOTICE, record=case.file_id, actor=actor)
    return seat


def _current_seats(file_id: UUID, actor: Staff) -> QuerySet[Seat]:
    seats = covers.current_seats(Seat.objects.filter(file=file_id), actor.office.today())
    return seats.select_related("staff", "case__office")


@transaction.atomic
def hand_over_case(*, case: Case, to: Staff, handover: HandoverInput, actor: Staff) -> Case:
    """Reassigns the case and its worker's open tasks to `to`; the worker leaves, cover ends.

    Records the reason, and what the child says and knows about it. `ApprovalRefused` if `to` has
    the procedure's maximum number of cases and no reason is given for one more.
    """
    access.require(actor, Permission.ASSIGN, case)

    if case.worker_id == to.id:
        return case
    is_beyond, reasons = handovers.check_caseload(
        to, handover.texts.get("beyond", ""), on=actor.office.today()
    )
    if reasons:
        raise ApprovalRefused(reasons)

    record = build_worker_handover(
        case=case, worker=to, data=handover, is_beyond_limit=is_beyond, actor=actor
    )
    _notify(to, _reassign(case, to, actor, (record, handover.payload())), actor)
    return case


@transaction.atomic
def assign_new_case(*, case: Case, to: Staff, actor: Staff, over_limit_because: str = "") -> Case:
    """Assigns a case that has no case worker yet; without a handover, because no one worked on it.

    `ApprovalRefused` if `to` has the maximum number of cases and no reason is given for one more;
    NotAllowed if the case is already assigned.
    """
    access.require(actor, Permission.ASSIGN, case)
    if not case.awaits_assignment:
        raise access.NotAllowed
    is_beyond, reasons = handovers.check_caseload(to, over_limit_because, on=actor.office.today())
    if reasons:
        raise ApprovalRefused(reasons)
    if is_beyond:
        writing.change(case, actor=actor, over_limit_because=over_limit_because)

    _notify(to, _reassign(case, to, actor), actor)
    return case


def _reassign(
    case: Case, to: Staff, actor: Staff, *beside: tuple[Handover, Mapping[str, Any]]
) -> Seat:
    """Moves the case and its worker's open tasks and rights to `to`; returns the new seat.

    Tasks of colleagues whose cover ends also move. All others keep theirs. `beside` is added in the
    same statement: the handover record with its texts.
    """
    if to.office_id != case.office_id:  # a colleague of the case's own office is in its country
        abroad = _reasons_against_rights(case.file_id, SeatRights(to, TeamRole.CASE_WORKER))
        if abroad:
            raise ApprovalRefused(abroad)
    before, today = case.worker, actor.office.today()
    writing.change(case, actor=actor, worker=to, awaits_assignment=False)
    open_seats = list(_current_seats(case.file_id, actor))
    ended = [s for s in open_seats if s.case_id == case.pk and s.role == TeamRole.CASE_WORKER]
    writing.change_each([(seat, {"ended_on": today}) for seat in ended], actor=actor)
    new = Seat(file_id=case.file_id, case=case, role=TeamRole.CASE_WORKER, staff=to)
    added = [(new, None), *beside]
    writing.add_all(
        [row for row, _sealed in added], actor=actor, payloads=[texts for _added, texts in added]
    )
    left = {before} | {seat.staff for seat in ended if seat.staff}
    kept = _keep_unseen_duties(case, to, left, actor)
    tasks = Due.objects.filter(case=case, done_on=None, worker__in=left).exclude(pk__in=kept)
    writing.change_matching(tasks, actor=actor, worker=to)
    gives = [
        covers.seat_rights(seat)  # rights from a seat that the previous worker keeps
        for seat in open_seats
        if seat not in ended and seat.staff is not None and seat.staff in left
    ]
    gives = _still_given(case.file_id, gives)
    gives.append(SeatRights(to, TeamRole.CASE_WORKER))
    rights.replace_seat_rights(file_id=case.file_id, ends=list(left), gives=gives, actor=actor)
    return new


def _keep_unseen_duties(case: Case, to: Staff, left: Collection[Staff], actor: Staff) -> list[UUID]:
    """Passes duties about documents that `to` may not see to someone who may; returns their ids.

    If no one is left who may see a document, its duty passes to the actor, who supervises the file.
    """
    kept = {duty.due_id: duty for duty in documents.list_untransferable_duties(case.pk, to, left)}
    dues = Due.objects.filter(pk__in=kept) if kept else ()
    writing.change_each(
        [(due, {"worker_id": kept[due.pk].keeper_id or actor.pk}) for due in dues], actor=actor
    )
    return list(kept)


@transaction.atomic
def hide_file_by_report(*, report_id: UUID, file_id: UUID, actor: Staff) -> None:
    """Hides the child's file from staff named in a linked report, as decided by a supervisor.

    Logs an entry for each of them. NotAllowed if the report is not for the actor to decide;
    `HidingRefused` if no supervisor would be left.
    """
    access.require(actor, Permission.HIDE)
    if report_id not in {waiting.report for waiting in list_waiting_named_reports(file_id)}:
        raise access.NotAllowed

    try:
        definer_functions.make_change("report_close_file", [report_id], by=actor.id)
    except definer_functions.ChangeNotPossible as error:
        raise rights.HidingRefused([NO_SUPERVISOR_LEFT]) from error


def _notify(staff: Staff, seat: Seat, actor: Staff) -> None:
    kind = CASE_ASSIGNED_NOTICE
    if seat.role == TeamRole.CASE_WORKER:
        kind = assignment_notice_kind(seat.file_id)  # other team members may not know of danger
    notices.notify_staff(staff.id, kind=kind, record=seat.file_id, actor=actor)
