"""The duties of a case, recalculated after each step from what has happened so far."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Office, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.infra.reasons import Refused
from saathi.protection.casework.cases import covers, due_queries, due_rules, queries
from saathi.protection.casework.cases.duty_sections import DUTY_SOURCE_SECTIONS
from saathi.protection.casework.cases.models import Case, Due
from saathi.protection.casework.cases.vocabulary import (
    DueDateReason,
    Duty,
    RiskLevel,
)


@transaction.atomic
def renew_duties(  # noqa: PLR0913 - what the step was, and what follows from it
    *,
    case: Case,
    actor: Staff,
    done: Duty | None = None,
    done_on: dt.date | None = None,
    now: queries.CaseDutyFacts | None = None,
    risk: due_rules.RiskChange | None = None,
) -> list[Due]:
    """The open duties of a case after a step; `done` is the duty that the step fulfilled.

    `now` are the facts after the step, if the caller has them; otherwise they are queried. A due
    date moves earlier automatically, and later only if a rule says so
    (`due_rules.due_date_may_move`).

    Only staff who can read all source sections recalculate duties: a residential care worker cannot
    read assessments. A step by such staff, or in an ended case, is recorded and leaves the duties
    unchanged.
    """
    reads, writes = access.sections_of_file(actor, case.file_id)
    if case.is_ended or not writes & Due.section or DUTY_SOURCE_SECTIONS & ~reads:
        return []

    now = now or queries.case_duty_facts(case, on=case.office.today())
    required = _required_duties(case, now)

    remaining: list[Due] = []
    changes: list[tuple[Due, dict[str, Any]]] = []
    for due in now.open_dues:
        duty = Duty(due.duty)
        if duty == done or duty not in required:
            changes.append((due, {"done_on": done_on or case.office.today()}))
            continue
        if change := _due_change(due, required.pop(duty), now, done, risk=risk):
            changes.append((due, change))
        remaining.append(due)
    writing.change_each(changes, actor=actor)
    return remaining + writing.add_all(_new_dues(case, required, now.times.attempts), actor=actor)


def _due_change(
    due: Due,
    on: dt.date,
    now: queries.CaseDutyFacts,
    done: Duty | None,
    *,
    risk: due_rules.RiskChange | None,
) -> dict[str, Any]:
    """The changes to an open duty that is now required on that day; empty if there are none."""
    duty = Duty(due.duty)
    attempts = now.times.attempts if duty == Duty.VISIT else 0
    move = due_rules.DueDateChange(
        duty=duty,
        before=due.due_on,
        after=on,
        done=done,
        is_new_attempt=attempts > due.attempts,
        risk=risk,
        was_moved=bool(due.moved_because),
    )
    change: dict[str, Any] = {}
    if on != due.due_on and due_rules.due_date_may_move(move):
        change = {"due_on": on} | ({"moved_because": ""} if due.moved_because else {})
    return change | ({"attempts": attempts} if attempts != due.attempts else {})


def new_case_duties(case: Case) -> list[Due]:
    """The first duties of a new case, not saved yet; the caller adds them."""
    return _new_dues(case, _required_duties(case, queries.new_case_duty_facts(case)))


def imported_case_duties(cases: Sequence[Case], *, office: Office) -> list[Due]:
    """The first duties of imported cases of an office, counted from today."""
    now = queries.imported_case_duty_facts(office)
    return [due for case in cases for due in _new_dues(case, _required_duties(case, now))]


class DueDateRefused(Refused):
    """A duty that may not be moved to this day; `reasons` name the fields."""


@transaction.atomic
def move_duty(
    *, due: Due, version: int, due_on: dt.date, because: DueDateReason, actor: Staff
) -> Due:
    """Moves an open duty of a case to a day that a person chose; `DueDateRefused` with reasons.

    NotAllowed for those who may not know of it.
    """
    access.require(actor, Permission.WORK_ON_CASE, due)
    reads, _writes = access.sections_of_file(actor, due.file_id)
    if not due_queries.may_know_duty(due, actor, reads):
        raise access.NotAllowed
    reasons = due_rules.reasons_against_due_date(
        due_on,
        today=due.case.office.today(),
        latest=latest_day(due, actor),
        knows_latest=knows_latest_day(due, reads),
        supervises=access.has_permission(actor, Permission.APPROVE),
        because=because,
    )
    if reasons:
        raise DueDateRefused(reasons)
    return writing.change(due, actor=actor, version=version, due_on=due_on, moved_because=because)


def knows_latest_day(due: Due, reads: Section) -> bool:
    """Whether a reader of these sections reads all that the latest day of a duty depends on."""
    return due.duty in queries.STANDALONE_DUTIES or not DUTY_SOURCE_SECTIONS & ~reads


def latest_day(due: Due, actor: Staff) -> dt.date | None:
    """The last day to which a case worker may move an open duty.

    By which the procedure requires it now, or shortly after today for duties that other events set. None
    for staff who cannot read all that it depends on.
    """
    reads, _writes = access.sections_of_file(actor, due.file_id)
    if not knows_latest_day(due, reads):
        return None
    today = due.case.office.today()
    if due.duty in queries.STANDALONE_DUTIES:
        return due_rules.latest_postponement(Duty(due.duty), due.due_on, today)
    now = queries.case_duty_facts(due.case, on=today)
    return _required_duties(due.case, now).get(Duty(due.duty))


@transaction.atomic
def add_standalone_duty(
    *, case: Case, duty: Duty, due_on: dt.date, actor: Staff, worker: Staff | None = None
) -> Due | None:
    """Adds one duty that does not depend on others; None if `actor` may not write duties.

    It appears on the day list of `worker`, or else of the case's worker. A duty for a colleague who
    covers belongs to the worker, so that both see it and it stays when the cover ends. The step of
    an actor without this right is still recorded, and the supervisors of the file are notified.
    """
    if not access.sections_of_file(actor, case.file_id)[1] & Due.section:
        return None
    worker_id = case.worker_id
    if worker is not None and worker.pk != worker_id and not covers.covers_case(worker, case):
        worker_id = worker.pk
    due = Due(file_id=case.file_id, case=case, worker_id=worker_id, duty=duty, due_on=due_on)
    return writing.add(due, actor=actor)


@transaction.atomic
def finish_standalone_duty(*, due_id: UUID, done_on: dt.date, actor: Staff) -> bool:
    """Marks the duty as done; False, unchanged, if it is not open or the actor may not write it."""
    due = access.visible(actor, Due).filter(pk=due_id, done_on=None).first()
    if due is None or not access.sections_of_file(actor, due.file_id)[1] & Due.section:
        return False
    writing.change(due, actor=actor, done_on=done_on)
    return True


def _new_dues(case: Case, due_days: Mapping[Duty, dt.date], attempts: int = 0) -> list[Due]:
    return [
        Due(
            file_id=case.file_id,
            case=case,
            worker_id=case.worker_id,
            duty=duty,
            due_on=on,
            attempts=attempts if duty == Duty.VISIT else 0,
        )
        for duty, on in due_days.items()
    ]


def _required_duties(case: Case, now: queries.CaseDutyFacts) -> dict[Duty, dt.date]:
    risk = RiskLevel(case.risk) if case.risk else None
    dues = due_rules.next_duty_deadlines(now.times, risk, now.targets.procedure, now.targets.days)
    required = {due.duty: due.on for due in dues}
    if now.agreed_on is not None:  # a visit agreed with the child may come sooner, never later
        required[Duty.VISIT] = min(now.agreed_on, required[Duty.VISIT])
    return required
