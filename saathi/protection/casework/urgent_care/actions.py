"""Write actions of time-critical care: begin it, record a step, end it."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from saathi.agencies import access, notices, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.infra import clock
from saathi.infra.reasons import Refused
from saathi.people.models import Child
from saathi.protection.casework.urgent_care import queries, rules
from saathi.protection.casework.urgent_care.models import UrgentCare, UrgentCareStep
from saathi.protection.casework.urgent_care.vocabulary import (
    URGENT_CARE_NOTICE,
    CareOutcome,
    CareReason,
    CareStepCode,
    CareStepState,
)


class UrgentCareRefused(Refused):
    """Time-critical care that cannot be begun or ended so; `reasons` give the fields."""


@dataclass(frozen=True, repr=False)
class CareEvent:
    """What is known of the event; where its hour is not known, the moment is the start of the day."""

    happened_at: dt.datetime | None = None
    is_hour_known: bool | None = None
    note: str = ""


UNKNOWN_EVENT = CareEvent()


@transaction.atomic
def begin_care(
    *,
    child: Child,
    reason: CareReason,
    actor: Staff,
    event: CareEvent = UNKNOWN_EVENT,
) -> UrgentCare:
    """Begins time-critical care and tells the supervisors; care that is open already is returned."""
    now = clock.now()
    care = UrgentCare(
        file_id=child.file_id,
        child=child,
        reason=reason,
        happened_at=event.happened_at,
        is_hour_known=event.is_hour_known,
        begun_at=now,
    )
    access.require(actor, Permission.WORK_ON_CASE, care)
    if reasons := rules.reasons_against_care(event.happened_at, now=now):
        raise UrgentCareRefused(reasons)
    begun = UrgentCare.objects.filter(child=child, reason=reason, ended_on=None).first()
    if begun is not None and event.happened_at in {None, begun.happened_at}:
        return begun

    care.note = event.note
    writing.add(care, actor=actor)
    reads, _writes = access.sections_of_file(actor, child.file_id)
    if reads & Section.CASE:
        notices.notify_supervisors(
            file_id=child.file_id, kind=URGENT_CARE_NOTICE, record=child.file_id, actor=actor
        )
    return care


@transaction.atomic
def record_step(*, step: UrgentCareStep, actor: Staff) -> UrgentCareStep:
    """Records what became of one step."""
    access.require(actor, Permission.WORK_ON_CASE, step)
    return writing.add(step, actor=actor)


@transaction.atomic
def record_safety_plan_made(*, file_id: UUID, made_on: dt.date, actor: Staff) -> None:
    """Records the step of a safety plan as done in open care that has it open and began by that day.

    A plan of an earlier day answers another situation. Nothing happens for an actor who may not write
    that section.
    """
    if not access.may_write(actor, file_id, UrgentCareStep.section):
        return
    code = CareStepCode.SAFETY_PLAN.value
    for care in UrgentCare.objects.filter(file=file_id, ended_on=None):
        if made_on < actor.office.date_of(care.begun_at):
            continue
        taken = set(care.steps.values_list("code", flat=True))
        left = rules.open_steps(queries.steps_for(actor.office, care.reason), taken)
        if any(step.code == code for step in left):
            step = UrgentCareStep(
                file_id=file_id, care=care, code=code, state=CareStepState.DONE, taken_on=made_on
            )
            record_step(step=step, actor=actor)


@transaction.atomic
def end_care(*, care: UrgentCare, version: int, outcome: CareOutcome, actor: Staff) -> UrgentCare:
    """Ends time-critical care; `UrgentCareRefused` while a step is open, unless it passes to others."""
    access.require(actor, Permission.WORK_ON_CASE, care)
    taken = set(care.steps.values_list("code", flat=True))
    steps = queries.steps_for(actor.office, care.reason)
    open_count = len(rules.open_steps(steps, taken))
    if reasons := rules.reasons_against_end(outcome, open_count=open_count):
        raise UrgentCareRefused(reasons)
    today = actor.office.today()
    return writing.change(care, actor=actor, version=version, ended_on=today, outcome=outcome)
