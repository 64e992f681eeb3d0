"""Rules of registers: which moves of an entry are possible, and for whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark as _


class EntryMove(StrEnum):
    """What a person does with an entry besides changing its content."""

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

NOT_FROM_HERE = Reason("state", _("This is not possible for an entry in this state."))
OWN_WORK = Reason(
    "own_work",
    _("A second person must publish this entry: you submitted it or changed it last."),
)
UNCHANGED = Reason("unchanged", _("Nothing has changed since this entry was published."))


@dataclass(frozen=True, slots=True)
class EntryStanding:
    """What decides on the moves of an entry: its state, and who worked on it."""

    state: EntryState
    changed_by: UUID
    proposed_by: UUID | None = None
    is_changed_since_publication: bool = False


def reasons_against_move(
    move: EntryMove, standing: EntryStanding, *, actor_id: UUID
) -> tuple[Reason, ...]:
    """Why this person cannot make this move of an entry of their agency; empty if they can."""
    if standing.state not in MOVES[move][0]:
        return (NOT_FROM_HERE,)
    if move == EntryMove.CONFIRM and not standing.is_changed_since_publication:
        return (UNCHANGED,)
    own_work = {EntryMove.PUBLISH: {standing.changed_by, standing.proposed_by}}
    own_work[EntryMove.CONFIRM] = {standing.changed_by}
    return (OWN_WORK,) if actor_id in own_work.get(move, set()) else ()
