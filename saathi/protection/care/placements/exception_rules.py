"""Whether an exception that has ended still counts. Pure functions."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from saathi.infra.enough_text import has_enough_letters
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.care.placements.rules import OF_OURS_ALONE
from saathi.protection.care.placements.vocabulary import PlacementBasis


def inherited_until(
    unmet: Collection[str],
    basis: PlacementBasis,
    earlier_until: dt.date | None,
    *,
    is_in_words: bool = False,
) -> dt.date | None:
    """Until when an earlier exception for the same place counts for what others decided there; None if not.

    The child still lives where something is missing: a new record of the stay does not end that. A place
    known in words alone may be the same one, also if it is called another kind of which nothing is asked.
    """
    lacks = bool(set(unmet) - OF_OURS_ALONE)
    is_of_others = basis != PlacementBasis.OURS
    return earlier_until if is_of_others and (lacks or is_in_words) else None


def reasons_against_ending_alarm(
    until: dt.date | None, *, authors: Collection[UUID | None], actor_id: UUID, note: str
) -> tuple[Reason, ...]:
    """Why this person does not mark a placement as an error: its author ends no alarm of an exception alone.

    `until`: the last day of the exception, of this placement or of an earlier one that goes on in it.
    """
    if until is None:
        return ()
    if actor_id not in authors:
        text = _(
            "This placement carries the last day of an exception. Explain in at least 20 letters."
        )
        return () if has_enough_letters(note) else (Reason("end_note", text),)
    text = _(
        "This placement carries the last day of an exception, and you recorded or changed it. Record "
        "where the child lives now, or ask a second person, such as your supervisor, to mark it as an "
        "error."
    )
    return (Reason("end_note", text),)
