"""Records and checks signs of retrafficking, and the final evaluation."""

import datetime as dt

from django.db import transaction

from saathi.agencies import access, notices, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.casework.reintegration import evaluation_rules, queries
from saathi.protection.casework.reintegration import vocabulary as codes
from saathi.protection.casework.reintegration.actions.monitoring import (
    ReintegrationRefused,
    add_duty_today,
    end_duties,
)
from saathi.protection.casework.reintegration.models import FinalEvaluation, RetraffickingSign
from saathi.protection.identification.trafficking.actions import (
    EpisodeInput,
    EpisodeTexts,
    record_episode,
)
from saathi.protection.identification.trafficking.vocabulary import KnowledgeStatus

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
    reasons = evaluation_rules.reasons_against_check(
        state,
        was=codes.SignState(sign.state),
        noticed_on=sign.noticed_on,
        checked_on=checked_on,
        has_steps=bool(sign.steps.strip()),
    )
    if reasons:
        raise ReintegrationRefused(reasons)
    episode = None
    if state == codes.SignState.CONFIRMED:
        episode = record_episode(
            child=sign.child,
            data=EpisodeInput(known=KnowledgeStatus.STATED),
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
    reintegration = evaluation.reintegration
    reasons = evaluation_rules.reasons_against_evaluation(
        codes.HeardAtEvaluation(evaluation.heard),
        evaluated_on=evaluation.evaluated_on,
        returned_on=reintegration.returned_on,
        has_words=bool(evaluation.child_words.strip()),
        contact_again=codes.ContactAgain(evaluation.contact_again),
        has_way=bool(evaluation.how_to_contact.strip()),
        oldest_age=queries.oldest_age(reintegration.child, evaluation.evaluated_on),
        has_aftercare=bool(evaluation.aftercare.strip()),
    )
    if reasons:
        raise ReintegrationRefused(reasons)
    evaluation.has_exception = bool(evaluation.exception.strip())
    return writing.add(evaluation, actor=actor)
