"""Rules of accused persons, charges and sentences: the term for a person, and how severe a sentence is."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.justice.proceedings import vocabulary as codes


def reasons_against_accused(*, is_linked: bool, name: str) -> tuple[Reason, ...]:
    """Why an accused person cannot be saved: one of list and name says who it is, and not both."""
    if is_linked and name.strip():
        text = _("Remove the name, or do not choose a person from the list.")
        return (Reason("name", text),)
    if not is_linked and not name.strip():
        text = _("Choose the person from the list, or enter what is known of the name.")
        return (Reason("name", text),)
    return ()


@dataclass(frozen=True, slots=True)
class ChargeFacts:
    """What a form says of a charge."""

    charged_on: dt.date
    outcome: codes.ChargeOutcome
    decided_on: dt.date | None
    sentence: Sequence[str]
    prison_months: int | None
    appeal: codes.ChargeAppeal


def reasons_against_charge(charge: ChargeFacts) -> tuple[Reason, ...]:
    """Why a charge contradicts itself; empty if it does not."""
    reasons = []
    is_pending = charge.outcome == codes.ChargeOutcome.PENDING
    if is_pending and charge.decided_on:
        reasons.append(Reason("decided_on", _("Remove the date, or choose the outcome.")))
    if not is_pending and not charge.decided_on:
        reasons.append(Reason("decided_on", _("Enter the date of the outcome.")))
    if charge.decided_on and charge.decided_on < charge.charged_on:
        reasons.append(Reason("decided_on", _("Enter a date on or after the date of the charge.")))
    is_convicted = charge.outcome == codes.ChargeOutcome.CONVICTED
    if charge.sentence and not is_convicted:
        reasons.append(Reason("sentence", _("Only a conviction has a sentence.")))
    if charge.prison_months is not None and codes.SentenceKind.PRISON not in charge.sentence:
        text = _("Choose imprisonment as well, or remove the months.")
        reasons.append(Reason("prison_months", text))
    is_judged = charge.outcome in {codes.ChargeOutcome.CONVICTED, codes.ChargeOutcome.ACQUITTED}
    if charge.appeal and charge.appeal != codes.ChargeAppeal.NONE and not is_judged:
        reasons.append(Reason("appeal", _("Only a conviction or an acquittal can be appealed.")))
    return tuple(reasons)


_TERMS: Final = (
    (12, codes.SentenceSeverity.UNDER_YEAR),
    (60, codes.SentenceSeverity.UNDER_FIVE),
    (120, codes.SentenceSeverity.UNDER_TEN),
)


def sentence_severity(
    sentence: Collection[str], prison_months: int | None
) -> codes.SentenceSeverity:
    """How severe a sentence is: its heaviest part (JUS-015). As in `fact_views/facts_charge.sql`."""
    if codes.SentenceKind.DEATH in sentence:
        return codes.SentenceSeverity.DEATH
    if codes.SentenceKind.LIFE in sentence:
        return codes.SentenceSeverity.LIFE
    if codes.SentenceKind.PRISON in sentence:
        if prison_months is None:
            return codes.SentenceSeverity.UNKNOWN_TERM
        return next(
            (severity for most, severity in _TERMS if prison_months < most),
            codes.SentenceSeverity.OVER_TEN,
        )
    return codes.SentenceSeverity.LIGHT if sentence else codes.SentenceSeverity.NONE


def accused_term(outcomes: Iterable[codes.ChargeOutcome]) -> str:
    """The term for a person: alleged perpetrator without a charge, accused, convicted person."""
    known = set(outcomes)
    if codes.ChargeOutcome.CONVICTED in known:
        return _("Convicted person")
    if codes.ChargeOutcome.PENDING in known:
        return _("Accused")
    if known and known <= {codes.ChargeOutcome.ACQUITTED}:
        return _("Acquitted")
    if known:
        return _("No longer charged")
    return _("Alleged perpetrator, not charged")
