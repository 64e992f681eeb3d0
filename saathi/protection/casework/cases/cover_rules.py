"""When a colleague may cover for the case worker during leave, and for how long. Pure functions."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _

# Longer than most leave; a longer absence is a reason to reassign the case [derived].
MAX_COVER_DAYS: Final = 92
# Also applies if another person has just arranged it (`functions/covers.sql`).
COVERED: Final = Reason("covered", _("This case is already covered. End that cover first."))


@dataclass(frozen=True, slots=True)
class CoverFacts:
    """The facts that decide on cover of one case by one colleague."""

    is_open: bool
    is_own_worker: bool  # the colleague is the worker of the case
    is_hidden: bool  # the file is hidden from the colleague
    is_covered: bool


def last_cover_day(today: dt.date) -> dt.date:
    """The last day on which cover that begins today can end."""
    return today + dt.timedelta(days=MAX_COVER_DAYS)


def reasons_against_cover(
    facts: CoverFacts, *, until_on: dt.date, today: dt.date
) -> tuple[Reason, ...]:
    """Why a colleague may not cover for the case worker until this day; empty if they may.

    The reason for a hidden file is neutral. The number of cases does not matter: cover is temporary.
    """
    reasons = []
    if not facts.is_open:
        reasons.append(Reason("case", _("The case is not open.")))
    if facts.is_own_worker:
        reasons.append(Reason("own", _("This colleague is the case worker.")))
    if facts.is_hidden:
        reasons.append(Reason("staff", _("This colleague cannot cover this case.")))
    if facts.is_covered:
        reasons.append(COVERED)
    if not today <= until_on <= last_cover_day(today):
        reasons.append(Reason("until_on", _("Choose a day within the next 92 days.")))
    return tuple(reasons)
