"""Under the law of which countries a child falls, and what a measure under one of them needs (XBR-011)."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.transfers.vocabulary import LegalMeasureKind, MeasureState

# Until the child has it, or cannot have it, someone has a next step on a day.
OPEN_MEASURES: Final = (MeasureState.NOT_CLAIMED, MeasureState.CLAIMED, MeasureState.AWARDED)


class LawGround(TextChoices):
    """Why a child falls under the law of a country."""

    NATIONALITY = "nationality", gettext_lazy("Nationality")
    HOME = "home", gettext_lazy("Country of usual residence")
    RECRUITED = "recruited", gettext_lazy("Recruited there")
    EXPLOITED = "exploited", gettext_lazy("Brought there for exploitation")
    PRESENT = "present", gettext_lazy("Present there now")
    TRANSFER = "transfer", gettext_lazy("Country of a transfer")


@dataclass(frozen=True, slots=True)
class LawFacts:
    """The countries of a child, as far as the reader may read them (ISO 3166 alpha-3)."""

    present: str = ""
    nationalities: tuple[str, ...] = ()
    home: str = ""
    recruited: tuple[str, ...] = ()
    exploited: tuple[str, ...] = ()
    transfers: tuple[str, ...] = ()


def countries_of_law(facts: LawFacts) -> Mapping[str, tuple[LawGround, ...]]:
    """The countries whose law may apply to the child, each with all reasons; the present one first."""
    found: dict[str, list[LawGround]] = {}
    _add(found, LawGround.PRESENT, [facts.present])
    _add(found, LawGround.NATIONALITY, facts.nationalities)
    _add(found, LawGround.HOME, [facts.home])
    _add(found, LawGround.RECRUITED, facts.recruited)
    _add(found, LawGround.EXPLOITED, facts.exploited)
    _add(found, LawGround.TRANSFER, facts.transfers)
    return {country: tuple(grounds) for country, grounds in found.items()}


def _add(found: dict[str, list[LawGround]], ground: LawGround, countries: Iterable[str]) -> None:
    for country in countries:
        grounds = found.setdefault(country, []) if country else []
        if ground not in grounds:
            grounds.append(ground)


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """A measure as entered."""

    kind: LegalMeasureKind
    state: MeasureState
    as_of: dt.date
    next_on: dt.date | None = None
    amount: str = ""
    account: str = ""
    note: str = ""


def reasons_against_measure(facts: MeasureFacts) -> tuple[Reason, ...]:
    """Why a measure cannot be saved as entered; empty if it can.

    An award is not a payment: it stays open, with a next step, until the child has the money.
    """
    reasons = []
    if facts.state in OPEN_MEASURES and facts.next_on is None:
        reasons.append(Reason("next_on", _("Enter the date of the next step.")))
    if facts.next_on is not None and facts.next_on < facts.as_of:
        text = _("Enter a next step on or after the date of this status.")
        reasons.append(Reason("next_on", text))
    if facts.kind == LegalMeasureKind.COMPENSATION and facts.state == MeasureState.RECEIVED:
        if not facts.amount.strip():
            reasons.append(Reason("amount", _("Enter the amount that the child received.")))
        if not facts.account.strip():
            text = _("Enter who controls the money until the child is 18.")
            reasons.append(Reason("account", text))
    if facts.state == MeasureState.NOT_AVAILABLE and facts.amount.strip():
        text = _("Leave the amount blank: the law does not provide it.")
        reasons.append(Reason("amount", text))
    if facts.state == MeasureState.REFUSED and not facts.note.strip():
        text = _("Enter why it was refused, and whether an appeal is possible.")
        reasons.append(Reason("note", text))
    return tuple(reasons)
