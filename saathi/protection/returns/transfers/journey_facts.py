"""What a planned journey of a child to another country needs. Pure functions."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.transfers.vocabulary import (
    BorderCrossing,
    EscortChoice,
    EscortScreening,
    SharedLanguage,
    TravelFitness,
)

# A land border is crossed by day: from 6 to 18 o'clock, local time [derived].
DAY_BEGINS: Final = dt.time(6)
DAY_ENDS: Final = dt.time(18)


@dataclass(frozen=True, slots=True)
class JourneyFacts:
    """The newest plan of the journey; times are local times of the child's office."""

    departs_at: dt.datetime
    crosses_at: dt.datetime
    arrives_at: dt.datetime
    crossing: BorderCrossing
    escort_choice: EscortChoice
    escort_screening: EscortScreening
    language: SharedLanguage
    fitness: TravelFitness
    is_child_told: bool
    has_telephone: bool = True  # whom the child and the escort can call on the way


def local_day(at: dt.datetime) -> dt.date:
    """The day of a local time."""
    return at.astimezone(at.tzinfo).date()


def is_by_day(at: dt.datetime) -> bool:
    """Whether a local time is by day."""
    return DAY_BEGINS <= at.time() < DAY_ENDS


def missing_of_journey(journey: JourneyFacts | None, *, on: dt.date) -> list[Reason]:
    """What a planned journey lacks on a day before it."""
    if journey is None:
        return [Reason("journey", _("The journey is not planned."))]
    reasons = []
    if local_day(journey.departs_at) < on:
        reasons.append(Reason("journey", _("The planned departure is past. Plan the journey.")))
    if journey.escort_screening != EscortScreening.SCREENED:
        text = _("The escort was not screened for work with children.")
        reasons.append(Reason("escort_screening", text))
    if journey.escort_choice == EscortChoice.REFUSED:
        reasons.append(Reason("escort_choice", _("The child does not want this escort.")))
    if journey.escort_choice == EscortChoice.NOT_ASKED:
        text = _("The child was not asked about the escort. Ask the child.")
        reasons.append(Reason("escort_choice", text))
    if journey.language == SharedLanguage.NONE:
        text = _("The escort has no common language with the child, and there is no interpreter.")
        reasons.append(Reason("language", text))
    if journey.fitness in {TravelFitness.NOT_FIT, TravelFitness.NOT_EXAMINED}:
        text = _("It is not recorded that the child is fit to travel.")
        reasons.append(Reason("fitness", text))
    if journey.crossing == BorderCrossing.LAND and not is_by_day(journey.crosses_at):
        text = _("Plan the crossing of the land border between 6:00 and 18:00.")
        reasons.append(Reason("crosses_at", text))
    return [*reasons, *_missing_before_leaving(journey)]


def _missing_before_leaving(journey: JourneyFacts) -> list[Reason]:
    reasons = []
    if not journey.is_child_told:
        text = _("The child was not told the plan of the journey.")
        reasons.append(Reason("child_told_on", text))
    if not journey.has_telephone:
        text = _(
            "Enter the telephone number to call during the journey, such as the duty line of the agency: "
            "it is on the papers of the child and the escort."
        )
        reasons.append(Reason("telephone", text))
    return reasons
