"""Whether a child who was missing from care is found or back. Pure functions."""

import datetime as dt
from typing import Final

from saathi.infra.enough_text import has_enough_letters
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.care.placements.vocabulary import SEEN_OFFERED, BackSeen, PlacementEnd
from saathi.protection.identification.missing.vocabulary import FoundMethod

# Who may have a reason to say so: what they say is a sighting in the report, and the child is still missing.
SAID_ONLY: Final = (BackSeen.FAMILY, BackSeen.OTHER)
# How the report of the missing child names it.
FOUND_METHODS: Final = {
    BackSeen.TEAM: FoundMethod.AGENCY,
    BackSeen.FACILITY: FoundMethod.AGENCY,
    BackSeen.POLICE: FoundMethod.POLICE,
    BackSeen.AUTHORITY: FoundMethod.AUTHORITY,
    BackSeen.FAMILY: FoundMethod.FAMILY,  # in records from before
}


def reasons_against_back(
    end: PlacementEnd, back_on: dt.date | None, *, ended_on: dt.date, found_on: dt.date
) -> tuple[Reason, ...]:
    """Why it cannot be recorded that a child who left is found or back."""
    if end != PlacementEnd.LEFT or back_on is not None:
        return (Reason("back_on", _("This child is not missing from this placement.")),)
    if found_on < ended_on:
        return (Reason("back_on", _("Enter a date that is not before the day the child left.")),)
    return ()


def reasons_against_seen(seen: str, words: str) -> tuple[Reason, ...]:
    """Why a child is not found or back by what was said: someone saw the child, somewhere.

    The word of the family or of another person is none of these, also if they say that they saw the child.
    """
    reasons = []
    if seen not in SEEN_OFFERED:
        text = _(
            "Choose who saw the child. If no one has, the child is still missing: record what you heard "
            "as a sighting in the report of the missing child."
        )
        reasons.append(Reason("back_seen", text))
    elif seen in SAID_ONLY:
        text = _(
            "The child is still missing until our team, a facility, police or another authority has seen "
            "the child. Record what the family or another person says as a sighting in the report of the "
            "missing child, and see the child."
        )
        reasons.append(Reason("back_seen", text))
    if not has_enough_letters(words):
        text = _("Enter where and when the child was seen, in at least 20 letters.")
        reasons.append(Reason("back_seen_words", text))
    return tuple(reasons)


def may_end_search(back_on: dt.date | None, *, searched_since: dt.date) -> bool:
    """Whether a return ends a search: not one from before the child was reported missing."""
    return back_on is not None and back_on >= searched_since
