"""Rules of registers: which moves of an entry are possible, and who makes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _


class EntryMove(StrEnum):
    """A step that a person takes with an entry, other than changing its content."""

    PROPOSE = "propose"
    RETURN = "return"
    PUBLISH = "publish"
    CONFIRM = "confirm"  # a correction of a published entry
    ARCHIVE = "archive"
    RESTORE = "restore"


# From which states, and to which state. `functions/registers.sql` has the same table.
MOVES: Final[Mapping[EntryMove, tuple[frozenset[EntryState], EntryState]]] = {
    EntryMove.PROPOSE: (frozenset({EntryState.DRAFT}), EntryState.PROPOSED),
    EntryMove.RETURN: (frozenset({EntryState.PROPOSED}), EntryState.DRAFT),
    EntryMove.PUBLISH: (frozenset({EntryState.PROPOSED}), EntryState.PUBLISHED),
    EntryMove.CONFIRM: (frozenset({EntryState.PUBLISHED}), EntryState.PUBLISHED),
    EntryMove.ARCHIVE: (
        frozenset({EntryState.DRAFT, EntryState.PROPOSED, EntryState.PUBLISHED}),
        EntryState.ARCHIVED,
    ),
    EntryMove.RESTORE: (frozenset({EntryState.ARCHIVED}), EntryState.PROPOSED),
}

NOT_FROM_HERE = Reason("state", _("This action is not possible while the entry has this status."))
OWN_WORK = Reason(
    "own_work",
    _(
        "Another person must publish this entry: you changed it since it was last published, or "
        "submitted it again."
    ),
)
OWN_ENTRY = Reason(
    "own_entry", _("You can edit this entry yourself, so you do not need to return it.")
)
UNCHANGED = Reason("unchanged", _("Nothing has changed since this entry was published."))


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """The facts that decide the moves of an entry: its state, and who worked on it."""

    state: EntryState
    changed_by: UUID
    proposed_by: UUID | None = None
    has_unseen_content: bool = (
        True  # since the last publication or confirmation; or never published
    )
    # all who added or changed the content since the last publication or confirmation
    authors: frozenset[UUID] = frozenset()


def last_author(facts: EntryFacts) -> UUID | None:
    """The person who last changed the content, or submitted again what a second person has seen."""
    return facts.changed_by if facts.has_unseen_content else facts.proposed_by


def excluded_second_persons(facts: EntryFacts) -> frozenset[UUID]:
    """The maintainers who may not publish or confirm the entry now.

    These are all who changed its content since the last publication or confirmation: otherwise the
    author of an entry could publish it after another person changed one word. If an entry was withdrawn
    and is submitted again with content that a second person has seen, it is the person who submits it
    again. A second person who would change something returns the entry, so that two people are enough.
    """
    last = last_author(facts)
    return facts.authors | ({last} if last else frozenset())


def reasons_against_move(
    move: EntryMove, facts: EntryFacts, *, actor_id: UUID
) -> tuple[Reason, ...]:
    """Why this person cannot make this move of an entry of their agency; empty if they can."""
    if facts.state not in MOVES[move][0]:
        return (NOT_FROM_HERE,)
    if move == EntryMove.CONFIRM and not facts.has_unseen_content:
        return (UNCHANGED,)
    if move in {EntryMove.PUBLISH, EntryMove.CONFIRM} and actor_id in excluded_second_persons(
        facts
    ):
        return (OWN_WORK,)
    if move == EntryMove.RETURN and actor_id == last_author(facts):
        return (OWN_ENTRY,)
    return ()
