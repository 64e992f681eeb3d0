"""Ends of a placement that one person alone does not settle. Pure functions.

Returns to the family and transfers are decided elsewhere: by a reunification that a second person approved,
or an authorised transfer. A child who died, was taken away or lives alone, or whose placement ended for
another reason, may be in danger as well, unless the record says enough already: of a death, the closure of
the case that a second person approved; of an adult, the years of birth. What happened is recorded all the
same, with an explanation, and stays in Act now until a second person has looked at it and recorded what
was done. The database asks the same (`functions/endings.sql`).
"""

import datetime as dt
from collections.abc import Collection
from typing import Final
from uuid import UUID

from saathi.agencies.sections import Section
from saathi.infra.enough_text import has_enough_letters
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.care.placements import exception_rules
from saathi.protection.care.placements.vocabulary import (
    CHECKED_ENDS,
    DEPARTURES,
    Departure,
    DepartureDecider,
    EndState,
    PlacementEnd,
)
from saathi.protection.decisions.orders.vocabulary import Safeguard, SafeguardBreaker

# After a return that no one approved, a child is visited sooner than after an approved one.
FIRST_VISIT_DAYS: Final = 3
AGE_OF_MAJORITY: Final = 18
# Whoever writes this section of the file records such an end alone, once it is approved.
SECTIONS: Final = {PlacementEnd.FAMILY: Section.LEGAL, PlacementEnd.COUNTRY: Section.TRANSFER}
# The violation that a departure without approval is, and who breached the safeguard.
SAFEGUARDS: Final = {
    PlacementEnd.FAMILY: Safeguard.RETURNED,
    PlacementEnd.COUNTRY: Safeguard.DEPORTED,
}
BREAKERS: Final = {
    DepartureDecider.OURS: SafeguardBreaker.OURSELVES,
    DepartureDecider.COURT: SafeguardBreaker.COURT,
    DepartureDecider.AUTHORITY: SafeguardBreaker.OFFICIALS,
    DepartureDecider.FACILITY: SafeguardBreaker.FACILITY,
    DepartureDecider.ORGANISATION: SafeguardBreaker.OTHERS,
    DepartureDecider.FAMILY: SafeguardBreaker.FAMILY,
}


def departure_of(end: PlacementEnd, *, approved: Collection[str], writes: Section) -> Departure:
    """Why a second person looks at this end; `approved`: the ends for which the record says enough."""
    if end in CHECKED_ENDS:
        return Departure.NONE if end in approved else Departure.TO_CHECK
    if end not in DEPARTURES:
        return Departure.NONE
    if end not in approved:
        return Departure.OUTSIDE
    return Departure.NONE if SECTIONS[end] & writes else Departure.REPORTED


def first_visit_day(departure: str, end: str, ended_on: dt.date | None) -> dt.date | None:
    """By when a child who returned to the family without an approved return is visited; else None."""
    is_return = departure == Departure.OUTSIDE and end == PlacementEnd.FAMILY
    return ended_on + dt.timedelta(days=FIRST_VISIT_DAYS) if is_return and ended_on else None


def reasons_against_adult(
    end: PlacementEnd, earliest_birth_year: int | None, *, on: dt.date
) -> tuple[Reason, ...]:
    """Why a placement does not end with an adult who lives alone: the child is below 18 for certain."""
    if end != PlacementEnd.ADULT or earliest_birth_year is None:
        return ()
    if on.year - earliest_birth_year >= AGE_OF_MAJORITY:
        return ()
    text = _(
        "This child is below 18 by the record. Correct the age if it is wrong, or choose what happened. "
        "If the child lives alone, record a placement by others."
    )
    return (Reason("end_reason", text),)


def is_certainly_adult(latest_birth_year: int | None, *, on: dt.date) -> bool:
    """Whether a person has turned 18 before this day in any case; a day of the year is not known."""
    return latest_birth_year is not None and on.year - latest_birth_year > AGE_OF_MAJORITY


def end_state(until: dt.date | None, departure: Departure, *, today: dt.date) -> EndState:
    """Whether a second person confirms the end: of an expired exception, or of a departure."""
    state = exception_rules.end_state(until, today=today)
    is_departed = state == EndState.NOT_NEEDED and departure != Departure.NONE
    return EndState.DEPARTED if is_departed else state


def reasons_against_departure(departure: Departure, decider: str, note: str) -> tuple[Reason, ...]:
    """Why an end that a second person checks cannot be saved yet: who decided, and what happened."""
    if departure == Departure.TO_CHECK and not has_enough_letters(note):
        text = _(
            "Enter what is known: when, with whom, how you know it, and what was done. At least 20 letters."
        )
        return (Reason("end_note", text),)
    if departure != Departure.OUTSIDE:
        return ()
    reasons = []
    if not decider:
        text = _(
            "There is no approved return or authorised transfer for this child. Choose who decided."
        )
        reasons.append(Reason("departed_by", text))
    if not has_enough_letters(note):
        text = _("Enter what happened, where the child is, and what was done: at least 20 letters.")
        reasons.append(Reason("end_note", text))
    return tuple(reasons)


def may_confirm(
    departure: str, end: str, state: str, *, may_approve: bool, writes: Section
) -> bool:
    """Whether this person is one who may confirm a departure, besides its authors.

    A supervisor; if it was approved, only recorded by someone else, and no exception had expired, also
    the case worker.
    """
    is_known = departure == Departure.REPORTED and state == EndState.DEPARTED
    section = SECTIONS.get(PlacementEnd(end), Section(0))
    return may_approve or (is_known and bool(section & writes))


def reasons_against_confirming(
    state: str, *, is_second: bool, authors: Collection[UUID], actor_id: UUID, done: str
) -> tuple[Reason, ...]:
    """Why this person cannot confirm a departure, besides what is asked of every end."""
    if state not in {EndState.WAITING, EndState.DEPARTED}:
        text = _("The end of this placement is not waiting for a confirmation. Reload the page.")
        return (Reason("end_known", text),)
    if actor_id in authors:
        text = _(
            "You recorded how this placement ended. A second person, such as another supervisor, looks at "
            "it."
        )
        return (Reason("end_known", text),)
    if not is_second:
        return (Reason("end_known", _("A supervisor confirms how this placement ended.")),)
    if has_enough_letters(done):
        return ()
    text = _("Enter what was done for the child, and what comes next, in at least 20 letters.")
    return (Reason("end_done", text),)


def reasons_of_knowledge(end: str, known: str, words: str) -> tuple[Reason, ...]:
    """Why an end cannot be confirmed without how it is known where the child is, or that the child died."""
    reasons = []
    if end == PlacementEnd.DIED:
        if not known:
            reasons.append(Reason("end_known", _("Choose how the death is known.")))
        if not has_enough_letters(words):
            text = _("Enter who confirmed the death, where and when, in at least 20 letters.")
            reasons.append(Reason("end_known_words", text))
        return tuple(reasons)
    if not known:
        text = _("Choose how you know where the child lives now.")
        reasons.append(Reason("end_known", text))
    if not has_enough_letters(words):
        text = _("Enter who saw the child, where and when, in at least 20 letters.")
        reasons.append(Reason("end_known_words", text))
    return tuple(reasons)
