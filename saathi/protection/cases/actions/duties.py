"""What is due in a case, worked out anew after each step from what happened so far."""

import datetime as dt
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.sections import Section
from saathi.protection.cases import queries, rules
from saathi.protection.cases.models import Approval, Assessment, Case, Due, Visit
from saathi.protection.cases.vocabulary import (
    ApprovalDecision,
    ApprovalSubject,
    CaseStatus,
    Duty,
    RiskLevel,
    VisitOutcome,
)

# These stand by themselves, each for a happening of its own, until that is answered.
SINGLE = (Duty.TIME_LIMIT, Duty.ALERT, Duty.TASK, Duty.REFERRAL)
# What is due follows from visits, assessments and approvals.
FOLLOW_FROM = Section.VISITS | Section.NEEDS | Section.DECISIONS


@transaction.atomic
def renew(
    *, case: Case, by: Staff, done: Duty | None = None, done_on: dt.date | None = None
) -> list[Due]:
    """The open duties of a case after a step; `done` is the duty that the step fulfilled.

    They are worked out anew by whoever sees all they follow from; to a house mother, who reads no
    assessment, there would seem to be none. Her step leaves them as they are, and so does one in a
    closed case: the step itself is on record all the same.
    """
    reads, writes = access.sections(case.file_id)
    if case.status == CaseStatus.CLOSED or not writes & Due.section or FOLLOW_FROM & ~reads:
        return []

    wanted = _wanted(case)

    remaining = []
    for due in Due.objects.filter(case=case, done_on=None).exclude(duty__in=SINGLE):
        duty = Duty(due.duty)
        if duty == done or duty not in wanted:
            writing.change(due, by=by, done_on=done_on or case.office.today())
            continue
        on = wanted.pop(duty)
        if due.due_on != on:
            writing.change(due, by=by, due_on=on)
        remaining.append(due)
    for duty, on in wanted.items():
        due = Due(file_id=case.file_id, case=case, worker_id=case.worker_id, duty=duty, due_on=on)
        remaining.append(writing.add(due, by=by))
    return remaining


@transaction.atomic
def add_single(
    *, case: Case, duty: Duty, due_on: dt.date, by: Staff, worker: Staff | None = None
) -> Due | None:
    """One thing due that stands by itself; None where `by` may not write what is due.

    It stands on the day of `worker`, or of the case's own. Such a person's step is on record all the
    same: the leaders of the file are told of it.
    """
    if not access.sections(case.file_id)[1] & Due.section:
        return None
    whose = worker.pk if worker else case.worker_id
    due = Due(file_id=case.file_id, case=case, worker_id=whose, duty=duty, due_on=due_on)
    return writing.add(due, by=by)


@transaction.atomic
def finish_single(*, due_id: UUID, done_on: dt.date, by: Staff) -> bool:
    """Whether what was due is done now; a person who may not write it leaves it as it is."""
    due = access.visible(by, Due).filter(pk=due_id, done_on=None).first()
    if due is None or not access.sections(due.file_id)[1] & Due.section:
        return False
    writing.change(due, by=by, done_on=done_on)
    return True


def _wanted(case: Case) -> dict[Duty, dt.date]:
    times = _times(case)
    procedure = queries.procedure_of(case.office, on=case.office.today())
    risk = RiskLevel(case.risk) if case.risk else None
    dues = rules.next_dues(times, risk, procedure, queries.office_days(case.office))
    wanted = {due.duty: due.on for due in dues}
    agreed = _next_visit_agreed(case)
    if agreed is not None:  # a visit agreed with the child may come sooner, never later
        wanted[Duty.VISIT] = min(agreed, wanted[Duty.VISIT])
    return wanted


def _times(case: Case) -> rules.CaseTimes:
    zone = ZoneInfo(case.office.time_zone)
    assessed = Assessment.objects.filter(case=case).order_by("-assessed_on").first()
    approved = (
        Approval.objects.filter(
            case=case, subject=ApprovalSubject.PLAN, decision=ApprovalDecision.APPROVED
        )
        .order_by("-decided_at")
        .values_list("decided_at", flat=True)
        .first()
    )
    visited = _last_meeting(case)
    return rules.CaseTimes(
        reported_at=dt.datetime.combine(case.opened_on, dt.time(), zone),
        assessed_on=assessed.assessed_on if assessed else None,
        plan_approved_on=approved.astimezone(zone).date() if approved else None,
        last_visit_on=visited.happened_at.astimezone(zone).date() if visited else None,
    )


def _last_meeting(case: Case) -> Visit | None:
    """The latest visit at which the child was met: an attempt counts as an attempt."""
    met = Visit.objects.filter(case=case).exclude(outcome=VisitOutcome.NOT_MET)
    return met.order_by("-happened_at", "-recorded_at").first()


def _next_visit_agreed(case: Case) -> dt.date | None:
    latest = Visit.objects.filter(case=case).order_by("-happened_at", "-recorded_at").first()
    return latest.next_visit_on if latest else None
