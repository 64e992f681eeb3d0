"""What a conference and its decisions need. Pure functions."""

import datetime as dt

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.conferences.vocabulary import DecisionState


def reasons_against_next_date(next_on: dt.date | None, today: dt.date) -> tuple[Reason, ...]:
    """Why the next conference cannot be on this day."""
    if next_on is not None and next_on < today:
        return (Reason("next_on", _("Choose today or a later day.")),)
    return ()


def reasons_against_decision(
    *, has_colleague: bool, other: str, until: dt.date | None, today: dt.date
) -> tuple[Reason, ...]:
    """Why a decision cannot be added: no responsible person, or a due date missing or past."""
    reasons = []
    if not has_colleague and not other.strip():
        reasons.append(Reason("to", _("Choose a colleague or enter another person responsible.")))
    if has_colleague and until is None:
        reasons.append(Reason("until", _("Enter a due date.")))
    if until is not None and until < today:
        reasons.append(Reason("until", _("Choose today or a later day.")))
    return tuple(reasons)


def is_overdue(state: str, until: dt.date | None, today: dt.date) -> bool:
    """Whether a decision should have been carried out by now."""
    return state == DecisionState.OPEN and until is not None and until < today


def reasons_not_to_end_decision(
    state: DecisionState, new_state: DecisionState, answer: str
) -> tuple[Reason, ...]:
    """Why a decision cannot be ended in this way."""
    if state != DecisionState.OPEN or new_state == DecisionState.OPEN:
        return (Reason("state", _("This has already ended.")),)
    if new_state == DecisionState.DROPPED and not answer.strip():
        return (Reason("answer", _("Enter why it was not done.")),)
    return ()
