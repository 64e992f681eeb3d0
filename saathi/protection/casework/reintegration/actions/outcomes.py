"""Records the answers to the outcome scale."""

from django.db import IntegrityError, transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.casework.reintegration import outcome_rules, queries
from saathi.protection.casework.reintegration import vocabulary as codes
from saathi.protection.casework.reintegration.actions.monitoring import (
    ReintegrationRefused,
    add_duty_today,
    end_duties,
)
from saathi.protection.casework.reintegration.models import OutcomeAnswer, Reintegration


@transaction.atomic
def record_answer(*, answer: OutcomeAnswer, actor: Staff) -> OutcomeAnswer:
    """Records the answers of one person for one wave; “very hard” makes a task of the same day.

    The child answers first and alone. `ReintegrationRefused` with reasons.
    """
    access.require(actor, Permission.WORK_ON_CASE, answer)
    reintegration = answer.reintegration
    result = access.visible(actor, OutcomeAnswer).filter(
        reintegration=reintegration, wave=answer.wave
    )
    answered = {
        codes.OutcomeRespondent(each) for each in result.values_list("respondent", flat=True)
    }
    age = queries.oldest_age(reintegration.child, answer.answered_on)
    reasons = outcome_rules.reasons_against_answer(
        codes.OutcomeRespondent(answer.respondent),
        codes.OutcomeMethod(answer.method),
        answered=answered,
        is_young=outcome_rules.is_too_young(age),
    )
    if outcome_rules.missing_domains(answer.faces):
        text = _("Answer each domain, or choose “Chose not to say” or “Not asked”.")
        reasons += (Reason("faces", text),)
    if reasons:
        raise ReintegrationRefused(reasons)
    _add_once(answer, actor)
    if outcome_rules.very_hard_domains(answer.faces):
        add_duty_today(answer, Duty.HARD_ANSWER, actor)
    return answer


def _add_once(answer: OutcomeAnswer, actor: Staff) -> None:
    """Adds the answers; refused if those of the same person and time were added meanwhile."""
    try:
        writing.add(answer, actor=actor)
    except IntegrityError as error:
        if "reintegration_outcome_once" in str(error):
            raise ReintegrationRefused([outcome_rules.ALREADY_ANSWERED]) from None
        raise


@transaction.atomic
def record_support_given(*, answer: OutcomeAnswer, actor: Staff) -> None:
    """Records that the child was supported after an answer “very hard”: the task is done."""
    access.require(actor, Permission.WORK_ON_CASE, answer)
    end_duties(answer, Duty.HARD_ANSWER, actor)


def has_answered(reintegration: Reintegration, wave: codes.OutcomeWave, actor: Staff) -> bool:
    """Whether the child's answers of a wave are recorded."""
    return wave in queries.answered_waves(reintegration, actor)


def reasons_against_child_view(
    reintegration: Reintegration, wave: codes.OutcomeWave, actor: Staff
) -> tuple[Reason, ...]:
    """Why the child cannot answer this wave alone; empty if they can."""
    age = queries.oldest_age(reintegration.child, actor.office.today())
    child = codes.OutcomeRespondent.CHILD
    reasons = outcome_rules.reasons_against_answer(
        child,
        codes.OutcomeMethod.CHILD_VIEW,
        answered={child} if has_answered(reintegration, wave, actor) else set(),
        is_young=outcome_rules.is_too_young(age),
    )
    return tuple(Reason("wave", reason.text) for reason in reasons)
