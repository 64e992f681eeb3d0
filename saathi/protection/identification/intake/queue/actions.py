"""Actions of the queue: accept, reassign, record who is named; and the duty roster."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.dateparse import parse_datetime

from saathi import audit
from saathi.agencies import access, definer_functions
from saathi.agencies.models import Office, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import TEAM_MEMBER_SECTIONS
from saathi.infra import clock
from saathi.infra.reasons import Reason, Refused
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue import queries, rules
from saathi.protection.identification.intake.queue.models import DutyShift
from saathi.protection.identification.intake.queue.vocabulary import (
    ReportNoteKind,
    ResponseRoute,
)
from saathi.protection.identification.intake.report_notes import add_note

RESPONSE = "intake.reportresponse"


class ShiftRefused(Refused):
    """A shift that cannot be saved: `reasons` say why."""


class ReassignmentRefused(Refused):
    """A report that cannot be reassigned as requested: `reasons` say why."""


class NamingRefused(Refused):
    """Names that cannot be recorded for a report: `reasons` say why."""


class ReportClosed(Exception):
    """The report has an outcome: it can no longer be accepted or reassigned."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Whether the actor accepted the report now; else who did and when, no one if closed."""

    is_accepted: bool
    by: UUID | None
    at: dt.datetime | None


@transaction.atomic
def accept_report(*, report_id: UUID, actor: Staff) -> Acceptance:
    """Accepts a report for the actor; of two at once, the second learns who was first.

    NotAllowed for those who neither read the report nor were notified of it.
    """
    access.require(actor, Permission.RECORD_REPORT)

    answer = definer_functions.make_change("report_accept", [report_id], by=actor.id)
    if answer is None:
        raise access.NotAllowed
    acceptance = Acceptance(
        answer["accepted"],
        UUID(answer["by"]) if answer["by"] else None,
        parse_datetime(answer["at"]) if answer["at"] else None,
    )
    if acceptance.is_accepted:
        _log(audit.AuditKind.WROTE, actor, objects=[report_id], action="accepted", model=RESPONSE)
    return acceptance


@transaction.atomic
def reassign_report(
    *, report: Report, colleague: Staff, note: str, keeps: bool, actor: Staff
) -> Report:
    """Gives the report to a colleague, with a note for them; they must accept it in time.

    The actor can no longer read it, unless the actor `keeps` it or leads its office. `ReportClosed`
    if it has an outcome; `ReassignmentRefused` if the colleague has it already; NotAllowed for a
    colleague who takes no reports, or if the report bypasses either.
    """
    access.require(actor, Permission.RECORD_REPORT, report)
    if (
        colleague.agency_id != actor.agency_id
        or colleague.pk == actor.pk
        or not access.has_permission(colleague, Permission.RECORD_REPORT)
        or queries.find_bypassed(report, [colleague.pk, actor.pk])
    ):
        raise access.NotAllowed
    if report.outcome:
        raise ReportClosed
    response = queries.get_response(actor, report)
    if response is not None and response.assigned_to == colleague.pk:
        raise ReassignmentRefused([rules.ALREADY_ASSIGNED])

    add_note(report, ReportNoteKind.HANDOVER, note, actor=actor, to=colleague.name)
    values = [report.pk, colleague.pk, keeps]
    try:
        definer_functions.make_change("report_reassign", values, by=actor.id)
    except definer_functions.ChangeNotPossible as error:
        raise ReportClosed from error
    access.forget_cached_rights(actor, report.file_id)

    _log(
        audit.AuditKind.WROTE,
        actor,
        file_id=report.file_id,
        objects=[report.pk],
        action="reassigned",
        model=RESPONSE,
    )
    _log_right(report.file_id, colleague, actor)
    if not keeps:
        _log(audit.AuditKind.GRANT_ENDED, actor, file_id=report.file_id, staff=actor.id)
    return report


@transaction.atomic
def record_named_colleagues(
    *, report: Report, staff_ids: Sequence[UUID], office_id: UUID | None, actor: Staff
) -> ResponseRoute:
    """Records that the report names colleagues or an office: those above now handle it.

    The actor may not be able to read it afterwards. The action that records a report calls this in
    its transaction. `NamingRefused` if it was closed without a case or names too many; if only
    those named and the actor would be left while someone is above the actor; or if no supervisor
    would be left who reads the child's file. NotAllowed for those that it bypasses.
    """
    queries.require_handling(report, actor)
    if report.outcome and report.child_file_id is None:
        raise NamingRefused([rules.CLOSED_WITHOUT_CASE])
    response = queries.get_response(actor, report)
    if response and len({*response.named_staff, *staff_ids}) > rules.MAX_NAMES:
        raise NamingRefused([rules.TOO_MANY_NAMES])

    values = [report.pk, list(staff_ids), office_id]
    try:
        route = definer_functions.make_change("report_name", values, by=actor.id)
    except definer_functions.ChangeNotPossible as error:
        is_of_child = isinstance(
            error.__cause__, IntegrityError
        )  # `desk/functions/named_in_report.sql`
        reason = rules.NO_SUPERVISOR_LEFT if is_of_child else rules.NOBODY_IS_LEFT
        raise NamingRefused([reason]) from error
    access.forget_cached_rights(actor, report.file_id)
    _log(
        audit.AuditKind.WROTE,
        actor,
        file_id=report.file_id,
        objects=[report.pk],
        action="named",
        reason=ResponseRoute(route),
        model=RESPONSE,
    )
    return ResponseRoute(route)


def _log_right(file_id: UUID, staff: Staff, actor: Staff) -> None:
    held = int(TEAM_MEMBER_SECTIONS)
    _log(audit.AuditKind.GRANTED, actor, file_id=file_id, staff=staff.pk, reads=held, writes=held)


def _log(
    kind: audit.AuditKind,
    actor: Staff,
    *,
    file_id: UUID | None = None,
    objects: Sequence[UUID] = (),
    **detail: object,
) -> None:
    audit.record(
        kind, by=actor.id, agency=actor.agency_id, file_id=file_id, objects=objects, detail=detail
    )


class ShiftChange(Enum):
    """The result of ending a shift: it is over now, or removed from the roster."""

    ENDED = "ended"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class ShiftInput:
    """Who is on duty, who covers for them, their telephone, the hours, and weekly repeats."""

    staff: Staff
    cover: Staff | None
    shift: rules.Shift
    phone: str = ""
    weeks: int = 1


@transaction.atomic
def add_shifts(*, office: Office, new: ShiftInput, actor: Staff) -> list[UUID]:
    """Adds a shift, in each of `weeks` weeks, to the roster of an office the actor leads.

    `ShiftRefused` with the reasons; nothing is added then. A week later means the same local time
    at the office.
    """
    _require_leader(actor, office)
    shifts = [rules.move_by_weeks(new.shift, week, office.time_zone) for week in range(new.weeks)]
    if reasons := _reasons_against_shifts(office, new, shifts):
        raise ShiftRefused(reasons)

    added = []
    try:
        for each in shifts:
            cover = new.cover.pk if new.cover else None
            values = [office.pk, new.staff.pk, cover, *each, new.phone]
            added.append(UUID(definer_functions.make_change("duty_add", values, by=actor.id)))
    except definer_functions.ChangeNotPossible as error:
        raise ShiftRefused([rules.ROSTER_CHANGED]) from error
    _log(audit.AuditKind.WROTE, actor, objects=added, action="added", model="intake.dutyshift")
    return added


def _reasons_against_shifts(
    office: Office, new: ShiftInput, shifts: Sequence[rules.Shift]
) -> list[Reason]:
    if new.cover == new.staff:
        return [rules.COVER_IS_ON_DUTY]
    now = clock.now()
    of_office = DutyShift.objects.filter(office=office)
    own = of_office.filter(staff=new.staff).values_list("starts_at", "ends_at")
    others = [rules.Shift(*times) for times in own]
    reasons = [
        reason for each in shifts for reason in rules.reasons_against_shift(each, others, now)
    ]
    ahead = of_office.filter(ends_at__gt=now).count()
    reasons += rules.reasons_against_repeats(shifts, ahead=ahead)
    return list(dict.fromkeys(reasons))


@transaction.atomic
def end_shift(*, office: Office, shift_id: UUID, actor: Staff) -> ShiftChange | None:
    """Ends a shift that has begun, removes one to come; returns which, None if it was over."""
    _require_leader(actor, office)

    if not definer_functions.make_change("duty_end", [office.pk, shift_id], by=actor.id):
        return None
    is_ended = DutyShift.objects.filter(pk=shift_id).exists()
    change = ShiftChange.ENDED if is_ended else ShiftChange.REMOVED
    model, kind = "intake.dutyshift", audit.AuditKind.WROTE
    _log(kind, actor, objects=[shift_id], action=change.value, model=model)
    return change


def _require_leader(actor: Staff, office: Office) -> None:
    access.require(actor, Permission.ASSIGN)
    if office.pk not in actor.acts_as:
        raise access.NotAllowed
