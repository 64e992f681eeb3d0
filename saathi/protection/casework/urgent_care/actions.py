"""Write actions of time-critical care: begin and correct it, record a step, end it."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from saathi.agencies import access, notices, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
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
from saathi.vault import store as vault


class UrgentCareRefused(Refused):
    """Time-critical care that cannot be begun or ended like this; `reasons` give the fields."""


@dataclass(frozen=True, repr=False)
class CareEvent:
    """The facts of the event; if its hour is unknown, the moment is the start of the day."""

    happened_at: dt.datetime | None = None
    is_hour_known: bool | None = None
    note: str = ""
    is_new: bool = False  # another event, although care for the same reason is open


UNKNOWN_EVENT = CareEvent()


@transaction.atomic
def begin_urgent_care(
    *,
    child: Child,
    reason: CareReason,
    actor: Staff,
    event: CareEvent = UNKNOWN_EVENT,
) -> UrgentCare:
    """Begins time-critical care and notifies the supervisors.

    `UrgentCareRefused` if care for this reason is already open, unless this is another event.
    """
    now = clock.now()
    care = UrgentCare(
        file_id=child.file_id,
        child=child,
        reason=reason,
        happened_at=event.happened_at,
        is_hour_known=event.is_hour_known,
        earliest_at=event.happened_at,
        begun_at=now,
    )
    access.require(actor, Permission.WORK_ON_CASE, care)
    if reasons := rules.reasons_against_care(event.happened_at, now=now):
        raise UrgentCareRefused(reasons)
    if not event.is_new and queries.open_care_of(child, reason):
        raise UrgentCareRefused([rules.CARE_IS_OPEN])

    care.note = event.note
    writing.add(care, actor=actor)
    reads, _writes = access.sections_of_file(actor, child.file_id)
    if reads & Section.CASE:
        notices.notify_supervisors(
            file_id=child.file_id, kind=URGENT_CARE_NOTICE, record=child.file_id, actor=actor
        )
    return care


@transaction.atomic
def ensure_urgent_care(*, child: Child, reason: CareReason, actor: Staff) -> UrgentCare:
    """The open time-critical care of a child for this reason; begins it if there is none."""
    begun = queries.open_care_of(child, reason)
    return begun[0] if begun else begin_urgent_care(child=child, reason=reason, actor=actor)


@transaction.atomic
def correct_urgent_care(
    *, care: UrgentCare, event: CareEvent, version: int, actor: Staff
) -> UrgentCare:
    """Corrects the facts of the event of opened care; the earlier version is kept, sealed.

    Time limits go on from the earliest time recorded.
    `UrgentCareRefused` with reasons; `ChangedMeanwhile` if `version` is outdated.
    """
    access.require(actor, Permission.WORK_ON_CASE, care)
    if reasons := rules.reasons_against_care(event.happened_at, now=clock.now()):
        raise UrgentCareRefused(reasons)

    whole = _sealed_whole(care)
    care.note = event.note
    writing.change(
        care,
        actor=actor,
        version=version,
        payload=payload_of(care),
        happened_at=event.happened_at,
        is_hour_known=event.is_hour_known,
        earliest_at=rules.earliest_recorded(care.earliest_at, care.happened_at, event.happened_at),
        corrected_at=clock.now(),
    )
    writing.set_old_value(care, whole, actor=actor)
    return care


def _sealed_whole(care: UrgentCare) -> bytes:
    """An envelope of the opened care as it is stored, with its unencrypted columns."""
    clear = {
        "happened_at": care.happened_at.isoformat() if care.happened_at else "",
        "is_hour_known": care.is_hour_known,
    }
    whole = UrgentCare(id=care.pk, file_id=care.file_id)
    vault.seal(whole, payload_of(care) | clear)
    return bytes(whole.sealed or b"")


@transaction.atomic
def record_step(*, step: UrgentCareStep, actor: Staff) -> UrgentCareStep:
    """Records the outcome of one step; `UrgentCareRefused` if it is left out without a reason."""
    access.require(actor, Permission.WORK_ON_CASE, step)
    if reasons := rules.reasons_against_step(step.state, step.note):
        raise UrgentCareRefused(reasons)
    return writing.add(step, actor=actor)


@transaction.atomic
def record_safety_plan_made(*, file_id: UUID, made_on: dt.date, actor: Staff) -> None:
    """Marks the safety plan step as done in open care where it is open, begun by that day.

    A plan made on an earlier day belongs to another situation. Nothing happens for an actor who may
    not write that section.
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
def end_urgent_care(
    *, care: UrgentCare, version: int, outcome: CareOutcome, actor: Staff
) -> UrgentCare:
    """Ends opened care, which has its explanation; `UrgentCareRefused` with reasons.

    An end with steps open is for another person than the one who began it.
    """
    access.require(actor, Permission.WORK_ON_CASE, care)
    taken = set(care.steps.values_list("code", flat=True))
    steps = queries.steps_for(actor.office, care.reason)
    open_count = len(rules.open_steps(steps, taken))
    is_beginner = care.recorded_by == actor.pk
    if reasons := rules.reasons_against_end(
        outcome, open_count=open_count, is_beginner=is_beginner, end_note=care.end_note
    ):
        raise UrgentCareRefused(reasons)
    today = actor.office.today()
    return writing.change(
        care,
        actor=actor,
        version=version,
        payload=payload_of(care),
        ended_on=today,
        outcome=outcome,
    )
