"""What checking a sign of retrafficking and a final evaluation need. Pure functions."""

import datetime as dt
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.reintegration.rules import RECOVERY_MONTHS, months_after
from saathi.protection.casework.reintegration.vocabulary import (
    ContactAgain,
    HeardAtEvaluation,
    SignState,
)

AFTERCARE_FROM: Final = 16  # years


def reasons_against_check(
    state: SignState, *, was: SignState, noticed_on: dt.date, checked_on: dt.date, has_steps: bool
) -> tuple[Reason, ...]:
    """Why the check of a sign cannot be saved as entered."""
    if was != SignState.OPEN:
        return (Reason("state", _("This sign has already been checked.")),)
    reasons = []
    if state == SignState.OPEN:
        reasons.append(Reason("state", _("Choose whether the sign was confirmed.")))
    if checked_on < noticed_on:
        text = _("Enter a date that is not before the day it was noticed.")
        reasons.append(Reason("checked_on", text))
    if not has_steps:
        reasons.append(Reason("steps", _("Enter what was done, and what the check showed.")))
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
    return tuple(reasons)


def missing_for_recovery(
    returned_on: dt.date | None,
    *,
    today: dt.date,
    is_heard: bool,
    has_exception: bool,
    has_open_sign: bool,
) -> list[str]:
    """The codes of what is missing before a returned child's case closes as recovered.

    The same in SQL: `reintegration_missing` of `functions/closing.sql`; `None`: not returned.
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
