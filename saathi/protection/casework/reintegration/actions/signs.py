"""Records and checks signs of retrafficking, and the final evaluation."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext

from saathi import audit
from saathi.agencies import access, notices, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.agencies.record_kit.rows import format_day
from saathi.infra.reasons import Reason
from saathi.protection.casework.cases.queries import office_procedure
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.casework.reintegration import evaluation_rules, family_queries, queries
from saathi.protection.casework.reintegration import family_vocabulary as family_codes
from saathi.protection.casework.reintegration import vocabulary as codes
from saathi.protection.casework.reintegration.actions.monitoring import (
    ReintegrationRefused,
    add_duty_today,
    end_duties,
)
from saathi.protection.casework.reintegration.evaluation_conflicts import describe_unsafe_record
from saathi.protection.casework.reintegration.models import FinalEvaluation, RetraffickingSign
from saathi.protection.identification.trafficking.actions import (
    EpisodeInput,
    EpisodeTexts,
    record_episode,
)
from saathi.protection.identification.trafficking.vocabulary import FactCertainty

CHECK_DAYS = 1  # a sign is checked within 24 hours [derived]


@transaction.atomic
def record_sign(*, sign: RetraffickingSign, actor: Staff) -> RetraffickingSign:
    """Records a fact that may show retrafficking; it is checked within 24 hours, leaders are notified."""
    access.require(actor, Permission.WORK_ON_CASE, sign)
    writing.add(sign, actor=actor)
    add_duty_today(sign, Duty.RETURN_SIGN, actor, days=CHECK_DAYS)
    notices.notify_supervisors(
        file_id=sign.file_id, kind=codes.SIGN_RECORDED_NOTICE, record=sign.file_id, actor=actor
    )
    case = queries.open_case(sign.file_id, actor)
    if case is not None and case.worker_id != actor.pk:
        notices.notify_staff(
            case.worker_id, kind=codes.SIGN_RECORDED_NOTICE, record=sign.file_id, actor=actor
        )
    return sign


@transaction.atomic
def check_sign(
    *,
    sign: RetraffickingSign,
    state: codes.SignState,
    checked_on: dt.date,
    version: int,
    actor: Staff,
) -> RetraffickingSign:
    """Records what checking a sign, opened with its texts, showed.

    A confirmed sign begins a new episode with its own origin; earlier episodes stay as they are.
    """
    access.require(actor, Permission.WORK_ON_CASE, sign)
    if reasons := evaluation_rules.reasons_against_check(
        state,
        was=codes.SignState(sign.state),
        noticed_on=sign.noticed_on,
        checked_on=checked_on,
        steps=sign.steps,
        is_own=sign.recorded_by == actor.id,
    ):
        raise ReintegrationRefused(reasons)
    episode = None
    if state == codes.SignState.CONFIRMED:
        episode = record_episode(
            child=sign.child,
            data=EpisodeInput(known=FactCertainty.STATED),
            texts=EpisodeTexts(account=sign.steps),
            legs=(),
            actor=actor,
        )
    writing.change(
        sign,
        actor=actor,
        version=version,
        payload=payload_of(sign),
        state=state,
        checked_on=checked_on,
        checked_by=actor.id,
        episode=episode,
    )
    if not queries.has_open_sign(sign.file_id, actor):
        end_duties(sign, Duty.RETURN_SIGN, actor)
    return sign


@transaction.atomic
def record_evaluation(*, evaluation: FinalEvaluation, actor: Staff) -> FinalEvaluation:
    """Records the final evaluation with the child's view; `ReintegrationRefused` with reasons."""
    access.require(actor, Permission.WORK_ON_CASE, evaluation)
    about = queries.evaluated_return(evaluation, actor)
    reasons = evaluation_rules.reasons_against_evaluation(
        codes.HeardAtEvaluation(evaluation.heard),
        evaluated_on=evaluation.evaluated_on,
        returned_on=about.on,
        has_words=bool(evaluation.child_words.strip()),
        contact_again=codes.ContactAgain(evaluation.contact_again),
        has_way=bool(evaluation.how_to_contact.strip()),
        oldest_age=queries.oldest_age(about.child, evaluation.evaluated_on),
        has_aftercare=bool(evaluation.aftercare.strip())
        or family_queries.latest_aftercare(evaluation.file_id, actor) is not None,
        care_outcome=family_codes.FinalCareOutcome(evaluation.care_outcome),
        family_assessment=family_codes.FamilySafetyAssessment(evaluation.family_assessment),
        has_care_reason=bool(evaluation.care_reason.strip()),
        exception=evaluation.exception,
        exception_reason=codes.EvaluationExceptionReason(evaluation.exception_reason),
        follow_up=codes.FollowUpAbroad(evaluation.follow_up_abroad),
        has_follower=bool(evaluation.followed_by.strip()),
    )
    reasons += _reasons_against_record(evaluation, actor)
    if reasons:
        raise ReintegrationRefused(reasons)
    evaluation.has_care_reason = bool(evaluation.care_reason.strip())
    evaluation.has_exception = bool(evaluation.exception.strip())
    if not evaluation.has_exception:
        return writing.add(evaluation, actor=actor)
    evaluation.exception_state = codes.EvaluationExceptionState.ASKED
    writing.add(evaluation, actor=actor)
    notices.notify_supervisors(
        file_id=evaluation.file_id,
        kind=codes.EXCEPTION_ASKED_NOTICE,
        record=evaluation.file_id,
        actor=actor,
    )
    return evaluation


def _reasons_against_record(evaluation: FinalEvaluation, actor: Staff) -> tuple[Reason, ...]:
    """Why the evaluation contradicts itself or the file, with the day or the record that says so."""
    since = queries.evaluated_return(evaluation, actor).on
    record = queries.contact_record(evaluation.file_id, actor, since=since)
    reason = codes.EvaluationExceptionReason(evaluation.exception_reason)
    heard = codes.HeardAtEvaluation(evaluation.heard)
    reasons = evaluation_rules.reasons_against_declined(reason, heard)
    reasons += evaluation_rules.reasons_against_not_reached(
        reason,
        heard,
        record,
        needed_days=office_procedure(actor.office, on=actor.office.today()).contact_attempts,
    )
    unsafe_record = describe_unsafe_record(evaluation.file_id, actor)
    reasons += evaluation_rules.reasons_against_safe(
        family_codes.FamilySafetyAssessment(evaluation.family_assessment),
        is_unsafe=bool(unsafe_record),
        words=evaluation.care_reason,
    )
    day = format_day(record.reached_on) if record.reached_on else ""
    named = {"day": day, "record": unsafe_record}
    return tuple(Reason(each.code, gettext(each.text) % named) for each in reasons)


@transaction.atomic
def decide_exception(
    *,
    evaluation: FinalEvaluation,
    decision: codes.EvaluationExceptionState,
    version: int,
    actor: Staff,
) -> FinalEvaluation:
    """Approves or refuses the reason of an opened evaluation, as the second person."""
    access.require(actor, Permission.APPROVE, evaluation)
    was = FinalEvaluation.objects.get(pk=evaluation.pk).exception_state
    reasons = evaluation_rules.reasons_against_exception_decision(
        codes.EvaluationExceptionState(was),
        decision,
        is_own=actor.id == evaluation.recorded_by,
        answer=evaluation.exception_answer,
    )
    if decision == codes.EvaluationExceptionState.APPROVED:
        against = _reasons_against_record(evaluation, actor)
        reasons += tuple(Reason("exception_state", each.text) for each in against)
    if reasons:
        raise ReintegrationRefused(reasons)
    writing.change(
        evaluation,
        actor=actor,
        version=version,
        payload=payload_of(evaluation),
        exception_state=decision,
        exception_decided_by=actor.id,
        exception_decided_on=actor.office.today(),
    )
    _tell_exception_decision(evaluation, decision, actor)
    return evaluation


def _tell_exception_decision(
    evaluation: FinalEvaluation, decision: codes.EvaluationExceptionState, actor: Staff
) -> None:
    is_approved = decision == codes.EvaluationExceptionState.APPROVED
    audit.record(
        audit.AuditKind.APPROVED if is_approved else audit.AuditKind.SENT_BACK,
        by=actor.id,
        agency=actor.agency_id,
        file_id=evaluation.file_id,
        objects=[evaluation.pk],
    )
    notices.notify_staff(
        evaluation.recorded_by,
        kind=codes.EXCEPTION_DECIDED_NOTICE,
        record=evaluation.file_id,
        actor=actor,
    )
