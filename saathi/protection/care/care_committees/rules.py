"""Which seats of a committee fit together, and which record of a meeting can count. Pure functions."""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from saathi.infra.digits import to_ascii_digits
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.people.identifying_words.identifier_scan import (
    ChildIdentifiers,
    find_identifiers,
)
from saathi.people.identifying_words.vocabulary import IdentifierKind
from saathi.protection.care.care_committees.vocabulary import (
    CASE_ID_TEXT,
    IDENTIFYING_TEXT,
    ChildSeatRole,
    MeetingState,
    SeatGroup,
)

_NUMBERS: Final = re.compile(IDENTIFYING_TEXT)
_CASE_ID: Final = re.compile(CASE_ID_TEXT)
_NAMES: Final = frozenset({IdentifierKind.NAME, IdentifierKind.PARENT})


def reasons_against_seats(
    groups: Collection[str], *, seats: int, child_seats: int, child_role: str
) -> tuple[Reason, ...]:
    """Why the seats of a committee do not fit together; empty if they do."""
    reasons = []
    if child_seats > seats:
        text = _("Children cannot have more seats than the committee has.")
        reasons.append(Reason("child_seats", text))
    if (child_seats > 0) != (SeatGroup.CHILDREN in groups):
        text = _("Choose “Children and young people” if children have seats, and only then.")
        reasons.append(Reason("groups", text))
    if (child_seats > 0) == (child_role == ChildSeatRole.NO_SEAT):
        text = _("Choose what children with a seat can do, or that they have none.")
        reasons.append(Reason("child_role", text))
    return tuple(reasons)


@dataclass(frozen=True, slots=True)
class MeetingInput:
    """The record of a meeting as entered."""

    held_on: dt.date
    groups: Sequence[str]
    children_present: int | None
    subjects: Sequence[str]
    decided: str


def reasons_against_meeting(
    entry: MeetingInput, *, since: dt.date | None, today: dt.date
) -> tuple[Reason, ...]:
    """Why the record of a meeting cannot be saved as entered; empty if it can."""
    reasons = []
    if entry.held_on > today:
        reasons.append(Reason("held_on", _("Enter a date that is not in the future.")))
    if since is not None and entry.held_on < since:
        text = _("The committee did not exist yet on this day. Check the date.")
        reasons.append(Reason("held_on", text))
    are_named = SeatGroup.CHILDREN in entry.groups
    if entry.children_present is not None and (entry.children_present > 0) != are_named:
        text = _("The number of children does not fit the groups that were present.")
        reasons.append(Reason("children_present", text))
    return (*reasons, *reasons_against_text(entry.decided))


def reasons_against_text(text: str) -> tuple[Reason, ...]:
    """Why a text about a meeting may identify a child; empty if nothing was found.

    It is read like other texts for the public: case IDs, ages of children, castes and occupations,
    long numbers and addresses. Names: `reasons_against_names`.
    """
    reasons = list(reasons_against_case_id(text, "decided"))
    if _NUMBERS.search(to_ascii_digits(text)):
        refusal = _("Remove telephone numbers, other long numbers and e-mail addresses.")
        reasons.append(Reason("decided", refusal))
    if find_identifiers(text, ChildIdentifiers()):
        refusal = _("Remove ages, castes and occupations: they can identify a child.")
        reasons.append(Reason("decided", refusal))
    return tuple(reasons)


def reasons_against_case_id(text: str, field: str) -> tuple[Reason, ...]:
    """Why a text cannot be saved: it has the ID of a case or report; empty if it has none."""
    if _CASE_ID.search(to_ascii_digits(text)):
        return (Reason(field, _("Remove the case ID.")),)
    return ()


def reasons_against_names(
    text: str, children: Iterable[ChildIdentifiers], field: str
) -> tuple[Reason, ...]:
    """Why a text cannot be saved: it names one of these children or a parent; empty if none.

    A single word that is part of the name of a parent is no reason, as in other texts for the public.
    """
    matches = [match for child in children for match in find_identifiers(text, child)]
    if any(match.is_certain and match.kind in _NAMES for match in matches):
        refusal = _("Remove the name of the child or parent. This text is about no child.")
        return (Reason(field, refusal),)
    return ()


def reasons_against_confirming(
    state: str, recorded_by: UUID, *, actor_id: UUID
) -> tuple[Reason, ...]:
    """Why this person cannot confirm the record of a meeting; empty if they can."""
    if state != MeetingState.PROPOSED:
        return (Reason("state", _("This record does not wait for a second person.")),)
    if recorded_by == actor_id:
        text = _("You entered this record. Another member of your agency confirms it.")
        return (Reason("state", text),)
    return ()


def reasons_against_marking_error(state: str) -> tuple[Reason, ...]:
    """Why the record of a meeting cannot be marked as an error; empty if it can."""
    if state == MeetingState.WITHDRAWN:
        return (Reason("state", _("This record is already marked as an error.")),)
    return ()
