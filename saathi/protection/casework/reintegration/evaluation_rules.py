"""What checking a sign of retrafficking and a final evaluation need. Pure functions."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from saathi.infra.enough_text import has_enough_letters
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.reintegration.family_rules import reasons_against_care
from saathi.protection.casework.reintegration.family_vocabulary import (
    AFTERCARE_FROM,
    FamilySafetyAssessment,
    FinalCareOutcome,
)
from saathi.protection.casework.reintegration.rules import RECOVERY_MONTHS, months_after
from saathi.protection.casework.reintegration.vocabulary import (
    ContactAgain,
    EvaluationExceptionReason,
    EvaluationExceptionState,
    FollowUpAbroad,
    HeardAtEvaluation,
    SignState,
)

FOLLOWED_ABROAD: Final = (FollowUpAbroad.AGENCY, FollowUpAbroad.AUTHORITY, FollowUpAbroad.BOTH)
EXCEPTION_TOO_SHORT: Final = Reason(
    "exception",
    _(
        "Enter in words why the case is to close all the same: at least 20 letters, without counting "
        "spaces, digits and signs."
    ),
)


def reasons_against_check(  # noqa: PLR0913 - what the check contains
    state: SignState,
    *,
    was: SignState,
    noticed_on: dt.date,
    checked_on: dt.date,
    steps: str,
    is_own: bool,
) -> tuple[Reason, ...]:
    """Why the check of a sign cannot be saved as entered.

    That it is not confirmed, another person than the one who recorded it (`is_own`) says in words: it
    ends the alarm. As `reintegration_require_second_check` in SQL.
    """
    if was != SignState.OPEN:
        return (Reason("state", _("This sign has already been checked.")),)
    reasons = []
    if state == SignState.OPEN:
        reasons.append(Reason("state", _("Choose whether the sign was confirmed.")))
    if checked_on < noticed_on:
        text = _("Enter a date that is not before the day it was noticed.")
        reasons.append(Reason("checked_on", text))
    if not steps.strip():
        reasons.append(Reason("steps", _("Enter what was done, and what the check showed.")))
    elif state == SignState.NOT_CONFIRMED and not has_enough_letters(steps):
        text = _("Enter what was done, and what the check showed: at least 20 letters.")
        reasons.append(Reason("steps", text))
    if state == SignState.NOT_CONFIRMED and is_own:
        text = _("You recorded this sign. Another person has to record that it is not confirmed.")
        reasons.append(Reason("state", text))
    return tuple(reasons)


def reasons_against_evaluation(  # noqa: PLR0913 - what the evaluation contains
    heard: HeardAtEvaluation,
    *,
    evaluated_on: dt.date,
    returned_on: dt.date,
    has_words: bool,
    contact_again: ContactAgain,
    has_way: bool,
    oldest_age: int | None,
    has_aftercare: bool,
    care_outcome: FinalCareOutcome,
    family_assessment: FamilySafetyAssessment,
    has_care_reason: bool,
    exception: str = "",
    exception_reason: EvaluationExceptionReason = EvaluationExceptionReason.NONE,
    follow_up: FollowUpAbroad = FollowUpAbroad.NOT_ABROAD,
    has_follower: bool = False,
) -> tuple[Reason, ...]:
    """Why a final evaluation cannot be saved as entered."""
    reasons = []
    if evaluated_on < returned_on:
        text = _("Enter a date that is not before the return.")
        reasons.append(Reason("evaluated_on", text))
    if heard == HeardAtEvaluation.HEARD and not has_words:
        reasons.append(Reason("child_words", _("Enter what the child says.")))
    if contact_again == ContactAgain.AGREES and not has_way:
        text = _("Enter a way to contact the young person that is safe for them.")
        reasons.append(Reason("how_to_contact", text))
    if oldest_age is not None and oldest_age >= AFTERCARE_FROM and not has_aftercare:
        text = _("The young person may be 16 or older. Enter the aftercare plan.")
        reasons.append(Reason("aftercare", text))
    reasons += reasons_against_exception(exception_reason, exception)
    if follow_up in FOLLOWED_ABROAD and not has_follower:
        text = _("Enter who follows up there, how to reach them, and until when.")
        reasons.append(Reason("followed_by", text))
    return (
        *reasons,
        *reasons_against_care(care_outcome, family_assessment, has_reason=has_care_reason),
    )


def reasons_against_exception(reason: EvaluationExceptionReason, text: str) -> list[Reason]:
    """Why the reason for closing without a full evaluation is incomplete: a choice and an explanation."""
    if not reason and not text.strip():
        return []
    reasons = [] if has_enough_letters(text) else [EXCEPTION_TOO_SHORT]
    if not reason:
        message = _("Choose why no full evaluation is possible.")
        reasons.append(Reason("exception_reason", message))
    return reasons


def reasons_against_declined(
    reason: EvaluationExceptionReason, heard: HeardAtEvaluation
) -> tuple[Reason, ...]:
    """Why “does not want an evaluation” contradicts the child’s view in it; in SQL: `closing.sql`."""
    if reason != EvaluationExceptionReason.DECLINED or heard != HeardAtEvaluation.HEARD:
        return ()
    text = _(
        "The child gave their view in this evaluation. Choose another reason, or record that the child "
        "chose not to say."
    )
    return (Reason("exception_reason", text),)


def reasons_against_safe(
    assessment: FamilySafetyAssessment, *, is_unsafe: bool, words: str
) -> tuple[Reason, ...]:
    """Why "safe" contradicts the file without an explanation; `%(record)s` is what the file says.

    `is_unsafe`: a contact or answer by which the child is not safe, with no contact of ours since.
    """
    is_safe = assessment == FamilySafetyAssessment.SAFE
    if not is_safe or not is_unsafe or has_enough_letters(words):
        return ()
    text = _(
        "%(record)s Enter why living with the family is assessed as safe all the same, with at least 20 "
        "letters, or change the assessment."
    )
    return (Reason("care_reason", text),)


@dataclass(frozen=True, slots=True)
class ContactRecord:
    """What the file says about reaching the child since the return."""

    reached_on: dt.date | None  # the last contact or visit in which the child was reached
    attempt_days: Collection[dt.date]  # since then


def reasons_against_not_reached(
    reason: EvaluationExceptionReason,
    heard: HeardAtEvaluation,
    record: ContactRecord,
    *,
    needed_days: int,
) -> tuple[Reason, ...]:
    """Why “could not be reached” is not what the file says; `%(day)s` is the day of the last contact.

    It needs attempts since then on as many days as contact that is lost. In SQL, at least one:
    `reintegration_require_not_reached`.
    """
    if reason != EvaluationExceptionReason.NOT_REACHED:
        return ()
    if heard in {HeardAtEvaluation.HEARD, HeardAtEvaluation.DECLINED}:
        text = _("The child was asked for their view. Choose another reason.")
        return (Reason("exception_reason", text),)
    if len(set(record.attempt_days)) >= needed_days:
        return ()
    if record.reached_on is not None:
        text = _(
            "The child was reached on %(day)s, and contact was not attempted on enough days since. Ask the "
            "child, record each attempt on its day, or choose another reason."
        )
    else:
        text = _(
            "Contact was not attempted on enough days since the return. Record each attempt as a contact "
            "in which the child was not met, or choose another reason."
        )
    return (Reason("exception_reason", text),)


def reasons_against_exception_decision(
    was: EvaluationExceptionState, decision: EvaluationExceptionState, *, is_own: bool, answer: str
) -> tuple[Reason, ...]:
    """Why the reason for closing without a full evaluation cannot be decided on so."""
    reasons = []
    if was != EvaluationExceptionState.ASKED:
        text = _("No reason of this evaluation is awaiting a decision.")
        reasons.append(Reason("exception_state", text))
    if is_own:
        text = _("Another person decides on the reason that you entered.")
        reasons.append(Reason("exception_state", text))
    if decision not in {EvaluationExceptionState.APPROVED, EvaluationExceptionState.REFUSED}:
        reasons.append(Reason("exception_state", _("Choose a decision.")))
    if decision == EvaluationExceptionState.REFUSED and not answer.strip():
        reasons.append(Reason("exception_answer", _("Enter the reason for the decision.")))
    return tuple(reasons)


def missing_after_transfer(
    *, is_abroad: bool, is_followed: bool, is_heard: bool, has_exception: bool
) -> list[str]:
    """What is missing before the case of a child closes who was transferred to another country.

    Long-term follow-up there and the child's view, or a reason that a second person approved. The same
    in SQL: `reintegration_unfollowed`.
    """
    is_complete = is_followed and is_heard
    return ["transfer_unfollowed"] if is_abroad and not is_complete and not has_exception else []


def missing_for_recovery(
    returned_on: dt.date | None,
    *,
    today: dt.date,
    is_heard: bool,
    has_exception: bool,
    has_open_sign: bool,
) -> list[str]:
    """The codes of what is missing before a returned child's case closes as recovered.

    `has_exception`: a reason that a second person approved; “could not be reached” counts until a
    contact that reaches the child. `returned_on`: None if not returned. The same in SQL:
    `reintegration_missing` of `functions/closing.sql`.
    """
    if returned_on is None:
        return []
    missing = []
    if today < months_after(returned_on, RECOVERY_MONTHS) and not has_exception:
        missing.append("return_early")
    if not is_heard and not has_exception:
        missing.append("return_unheard")
    if has_open_sign:
        missing.append("return_sign")
    return missing
