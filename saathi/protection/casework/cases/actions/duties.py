"""The duties of a case, recalculated after each step from what has happened so far."""

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Office, Staff
from saathi.agencies.sections import Section
from saathi.protection.casework.cases import queries, rules
from saathi.protection.casework.cases.models import Case, Due
from saathi.protection.casework.cases.vocabulary import (
    CaseStatus,
    Duty,
    RiskLevel,
)

# Duties are calculated from visits, assessments, approvals and reviews.
DUTY_SOURCE_SECTIONS = Section.VISITS | Section.NEEDS | Section.DECISIONS | Section.PLAN


@transaction.atomic
def renew_duties(
    *,
    case: Case,
    actor: Staff,
    done: Duty | None = None,
    done_on: dt.date | None = None,
    now: queries.CaseDutyFacts | None = None,
) -> list[Due]:
    """The open duties of a case after a step; `done` is the duty that the step fulfilled.

    `now` are the facts after the step, if the caller has them; otherwise they are queried.

    Only staff who can read all source sections recalculate duties: a residential care worker, who
    cannot read assessments, would find none. A step by such staff, or in a closed case, is recorded
    and leaves the duties unchanged.
    """
    reads, writes = access.sections_of_file(actor, case.file_id)
    if (
        case.status == CaseStatus.CLOSED
        or not writes & Due.section
        or DUTY_SOURCE_SECTIONS & ~reads
    ):
        return []

    now = now or queries.case_duty_facts(case, on=case.office.today())
    required = _required_duties(case, now)

    remaining: list[Due] = []
    changes: list[tuple[Due, dict[str, dt.date]]] = []
    for due in now.open_dues:
        duty = Duty(due.duty)
        if duty == done or duty not in required:
            changes.append((due, {"done_on": done_on or case.office.today()}))
            continue
        on = required.pop(duty)
        if due.due_on != on:
            changes.append((due, {"due_on": on}))
        remaining.append(due)
    writing.change_each(changes, actor=actor)
    return remaining + writing.add_all(_new_dues(case, required), actor=actor)


def new_case_duties(case: Case) -> list[Due]:
    """The first duties of a new case, not saved yet; the caller adds them."""
    return _new_dues(case, _required_duties(case, queries.new_case_duty_facts(case)))


def imported_case_duties(cases: Sequence[Case], *, office: Office) -> list[Due]:
    """The first duties of imported cases of an office, counted from today."""
    now = queries.imported_case_duty_facts(office)
    return [due for case in cases for due in _new_dues(case, _required_duties(case, now))]


@transaction.atomic
def add_standalone_duty(
    *, case: Case, duty: Duty, due_on: dt.date, actor: Staff, worker: Staff | None = None
) -> Due | None:
    """Adds one duty that does not depend on others; None if `actor` may not write duties.

    It appears on the day list of `worker`, or else of the case's worker. The step of an actor without
    this right is recorded all the same, and the supervisors of the file are notified.
    """
    if not access.sections_of_file(actor, case.file_id)[1] & Due.section:
        return None
    worker_id = worker.pk if worker else case.worker_id
    due = Due(file_id=case.file_id, case=case, worker_id=worker_id, duty=duty, due_on=due_on)
    return writing.add(due, actor=actor)


@transaction.atomic
def finish_standalone_duty(*, due_id: UUID, done_on: dt.date, actor: Staff) -> bool:
    """Whether the duty is now done; without the right to write it, it stays unchanged."""
    due = access.visible(actor, Due).filter(pk=due_id, done_on=None).first()
    if due is None or not access.sections_of_file(actor, due.file_id)[1] & Due.section:
        return False
    writing.change(due, actor=actor, done_on=done_on)
    return True


def _new_dues(case: Case, due_days: Mapping[Duty, dt.date]) -> list[Due]:
    return [
        Due(file_id=case.file_id, case=case, worker_id=case.worker_id, duty=duty, due_on=on)
        for duty, on in due_days.items()
    ]


def _required_duties(case: Case, now: queries.CaseDutyFacts) -> dict[Duty, dt.date]:
    risk = RiskLevel(case.risk) if case.risk else None
    dues = rules.next_dues(now.times, risk, now.targets.procedure, now.targets.days)
    required = {due.duty: due.on for due in dues}
    if now.agreed_on is not None:  # a visit agreed with the child may come sooner, never later
        required[Duty.VISIT] = min(now.agreed_on, required[Duty.VISIT])
    return required
