"""Valid days of a breach and its measures, and when it can be closed. Pure functions."""

import datetime as dt
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.oversight.incidents.vocabulary import IncidentState

ALREADY_CLOSED: Final = Reason("closed", _("A colleague has already closed this breach."))
NOT_CLOSED: Final = Reason("open", _("This breach is open."))
REOPEN_FIRST: Final = Reason("closed", _("This breach is closed. Reopen it to add a measure."))


def reasons_against_start(began_on: dt.date, birth_year_low: int | None) -> tuple[Reason, ...]:
    """Why a breach cannot have begun on this day; empty if it can."""
    if birth_year_low is not None and began_on.year < birth_year_low:
        return (Reason("began", _("Enter a date on or after the child’s birth.")),)
    return ()


def reasons_against_measure(
    state: str, done_on: dt.date, *, began_on: dt.date
) -> tuple[Reason, ...]:
    """Why a measure cannot be added; empty if it can."""
    if state != IncidentState.OPEN:
        return (REOPEN_FIRST,)
    if done_on < began_on:
        return (Reason("done_on", _("Enter a date on or after the breach.")),)
    return ()


def reasons_against_closing(state: str) -> tuple[Reason, ...]:
    """Why a breach cannot be closed; empty if it can."""
    return () if state == IncidentState.OPEN else (ALREADY_CLOSED,)


def reasons_against_reopening(state: str) -> tuple[Reason, ...]:
    """Why a breach cannot be reopened; empty if it can."""
    return () if state == IncidentState.CLOSED else (NOT_CLOSED,)
