"""Writes what follows a determination: its relation to an order, new facts, review, end."""

from django.db import transaction

from saathi import audit
from saathi.agencies import access, notices, records, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.decisions.best_interests import rules
from saathi.protection.decisions.best_interests.actions.determining import Columns
from saathi.protection.decisions.best_interests.actions.steps import (
    add_duty,
    end_duty,
    log_decision,
    raise_if_refused,
)
from saathi.protection.decisions.best_interests.models import Determination, Reconsideration
from saathi.protection.decisions.best_interests.vocabulary import (
    RECONSIDERATION_NOTICE,
    DeterminationState,
    OrderEffect,
    ReconsiderationCause,
    ReconsiderationOutcome,
)


@transaction.atomic
def relate_to_order(
    *, determination: Determination, columns: Columns, version: int, actor: Staff
) -> Determination:
    """Records the relation to an order; one that is contested is due on its day of appeal."""
    access.require(actor, Permission.WORK_ON_CASE, determination)
    for name, value in columns.items():
        setattr(determination, name, value)
    order = determination.order
    raise_if_refused(
        rules.reasons_against_relation(determination.order_effect, has_order=order is not None)
    )
    end_duty(determination.appeal_due, actor)
    appeal_due = None
    if order is not None and determination.order_effect == OrderEffect.CONTESTS:
        appeal_until = order.appeal_until or actor.office.today()
        appeal_due = add_duty(determination.case, Duty.APPEAL, appeal_until, actor)
    return writing.change(
        determination, actor=actor, version=version, **columns, appeal_due=appeal_due
    )


@transaction.atomic
def add_reconsideration(*, again: Reconsideration, actor: Staff) -> Reconsideration:
    """Records a new fact or a request: from now on the determination does not count.

    Anyone who works with the child may record it, also in the child's name; it is never refused.
    """
    access.require(actor, Permission.WORK_ON_CASE, again)
    writing.add(again, actor=actor)
    kind = RECONSIDERATION_NOTICE
    notices.notify_supervisors(file_id=again.file_id, kind=kind, record=again.file_id, actor=actor)
    return again


@transaction.atomic
def answer_reconsideration(
    *, again: Reconsideration, columns: Columns, version: int, actor: Staff
) -> Reconsideration:
    """Answers a request, opened with the reasons: the determination is confirmed, reopened or ended."""
    access.require(actor, Permission.APPROVE, again)
    earlier, determination = again.outcome, again.determination
    raise_if_refused(
        rules.reasons_against_reconsideration(
            determination.state,
            outcome=earlier,
            author=str(again.recorded_by),
            decider=str(actor.pk),
        )
    )
    for name, value in columns.items():
        setattr(again, name, value)
    today = actor.office.today()
    is_own = determination.decided_by == actor.pk
    raise_if_refused(
        rules.reasons_against_outcome(again.outcome, again.review_on, today, is_own=is_own)
    )
    writing.change(
        again,
        actor=actor,
        version=version,
        payload=payload_of(again),
        **columns,
        decided_by=actor.pk,
        decided_on=today,
    )
    _follow(again, actor)
    log_decision(audit.AuditKind.APPROVED, again, actor)
    return again


def _follow(again: Reconsideration, actor: Staff) -> None:
    """What the answer changes in the determination."""
    determination, today = again.determination, actor.office.today()
    records.open_texts(determination)
    if again.outcome == ReconsiderationOutcome.CONFIRMED:
        if again.cause == ReconsiderationCause.REVIEW or again.review_on is not None:
            end_duty(determination.review_due, actor)
            due = add_duty(determination.case, Duty.BEST_INTERESTS_REVIEW, again.review_on, actor)
            writing.change(determination, actor=actor, review_on=again.review_on, review_due=due)
        return
    is_ended = again.outcome == ReconsiderationOutcome.ENDED
    state = DeterminationState.ENDED if is_ended else DeterminationState.REOPENED
    end_duty(determination.review_due, actor)
    due = None
    if not is_ended:
        due = add_duty(determination.case, Duty.BEST_INTERESTS, today, actor)
    writing.change(
        determination, actor=actor, state=state, ended_on=today, review_due=None, due=due
    )
