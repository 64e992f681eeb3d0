"""Whether an exception that has ended still counts. Pure functions."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from saathi.infra.enough_text import has_enough_letters
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.care.placements.rules import OF_OURS_ALONE
from saathi.protection.care.placements.vocabulary import EndState, PlacementBasis


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


def end_state(until: dt.date | None, *, today: dt.date) -> EndState:
    """Whether a second person confirms the end of a stay that is recorded today: its exception had expired.

    The day of the recording counts, not the day of the end: no end is dated back past the alarm.
    """
    return EndState.WAITING if until is not None and until < today else EndState.NOT_NEEDED


def reasons_against_confirming_end(  # noqa: PLR0913 - the facts of one confirmation
    state: str,
    *,
    is_missing: bool,
    authors: Collection[UUID],
    actor_id: UUID,
    known: str,
    words: str,
) -> tuple[Reason, ...]:
    """Why this person cannot confirm that the child no longer lives in the place of an expired exception."""
    if state != EndState.WAITING:
        text = _("The end of this placement is not waiting for a confirmation. Reload the page.")
        return (Reason("end_known", text),)
    if is_missing:
        text = _(
            "The child is missing from this placement. First record that the child is found or back; "
            "then confirm the end."
        )
        return (Reason("end_known", text),)
    if actor_id in authors:
        text = _(
            "You recorded the end of this placement or the return of the child. A second person, such "
            "as another supervisor, confirms the end. Or place the child where nothing is missing."
        )
        return (Reason("end_known", text),)
    reasons = []
    if not known:
        text = _("Choose how you know that the child no longer lives there.")
        reasons.append(Reason("end_known", text))
    if not has_enough_letters(words):
        text = _("Enter who saw the child, where and when, in at least 20 letters.")
        reasons.append(Reason("end_known_words", text))
    return tuple(reasons)
