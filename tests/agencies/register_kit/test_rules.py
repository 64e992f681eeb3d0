"""Which transitions of an entry are possible, and by which people."""

import uuid

import pytest

from saathi.agencies.register_kit.rules import EntryFacts, EntryMove, reasons_against_move
from saathi.agencies.register_kit.vocabulary import EntryState

WRITER, SECOND, THIRD = uuid.UUID(int=1), uuid.UUID(int=2), uuid.UUID(int=3)
DRAFT, PROPOSED = EntryState.DRAFT, EntryState.PROPOSED
PUBLISHED, ARCHIVED = EntryState.PUBLISHED, EntryState.ARCHIVED
POSSIBLE = {
    (DRAFT, EntryMove.PROPOSE), (DRAFT, EntryMove.ARCHIVE), (PROPOSED, EntryMove.RETURN),
    (PROPOSED, EntryMove.PUBLISH), (PROPOSED, EntryMove.ARCHIVE), (PUBLISHED, EntryMove.CONFIRM),
    (PUBLISHED, EntryMove.ARCHIVE), (ARCHIVED, EntryMove.RESTORE),
}  # fmt: skip


@pytest.mark.parametrize("state", EntryState)
@pytest.mark.parametrize("move", EntryMove)
def test_each_state_has_its_moves(state: EntryState, move: EntryMove) -> None:
    facts = EntryFacts(state, WRITER, WRITER)
    reasons = reasons_against_move(move, facts, actor_id=SECOND)
    assert (reasons == ()) == ((state, move) in POSSIBLE)


@pytest.mark.parametrize(
    ("actor", "changed_by", "proposed_by", "has_unseen_content", "allowed"),
    [
        (WRITER, WRITER, WRITER, True, False),
        (WRITER, SECOND, WRITER, True, True),  # who only submitted what another wrote
        (WRITER, WRITER, SECOND, True, False),
        (WRITER, SECOND, SECOND, True, True),
        (WRITER, SECOND, THIRD, True, True),
        # Offered again as a second person saw it before: then by another than who offers it.
        (WRITER, WRITER, WRITER, False, False),
        (WRITER, SECOND, WRITER, False, False),
        (WRITER, WRITER, SECOND, False, True),
        (THIRD, WRITER, SECOND, False, True),
    ],
)
def test_a_second_person_publishes(
    actor: uuid.UUID,
    changed_by: uuid.UUID,
    proposed_by: uuid.UUID,
    has_unseen_content: bool,
    allowed: bool,
) -> None:
    facts = EntryFacts(PROPOSED, changed_by, proposed_by, has_unseen_content)
    reasons = reasons_against_move(EntryMove.PUBLISH, facts, actor_id=actor)
    assert [reason.code for reason in reasons] == ([] if allowed else ["own_work"])


@pytest.mark.parametrize("changed_by", [WRITER, SECOND])
@pytest.mark.parametrize("proposed_by", [WRITER, SECOND])
@pytest.mark.parametrize("has_unseen_content", [True, False])
def test_two_persons_are_enough_if_one_of_them_wrote_all(
    changed_by: uuid.UUID, proposed_by: uuid.UUID, has_unseen_content: bool
) -> None:
    facts = EntryFacts(PROPOSED, changed_by, proposed_by, has_unseen_content)
    publishers = [
        actor
        for actor in (WRITER, SECOND)
        if not reasons_against_move(EntryMove.PUBLISH, facts, actor_id=actor)
    ]
    assert len(publishers) == 1


def test_no_one_returns_an_entry_to_themselves() -> None:
    facts = EntryFacts(PROPOSED, WRITER, WRITER)
    [reason] = reasons_against_move(EntryMove.RETURN, facts, actor_id=WRITER)
    assert reason.code == "own_entry"


@pytest.mark.parametrize(
    ("actor", "is_changed", "code"),
    [(SECOND, True, ""), (WRITER, True, "own_work"), (SECOND, False, "unchanged")],
)
def test_a_correction_is_confirmed_by_another_than_its_writer(
    actor: uuid.UUID, is_changed: bool, code: str
) -> None:
    facts = EntryFacts(PUBLISHED, WRITER, SECOND, has_unseen_content=is_changed)
    reasons = reasons_against_move(EntryMove.CONFIRM, facts, actor_id=actor)
    assert "".join(reason.code for reason in reasons) == code


@pytest.mark.parametrize("move", [EntryMove.PUBLISH, EntryMove.CONFIRM])
def test_no_author_since_the_last_publication_publishes_or_confirms(move: EntryMove) -> None:
    state = PROPOSED if move == EntryMove.PUBLISH else PUBLISHED
    facts = EntryFacts(state, SECOND, SECOND, authors=frozenset({WRITER, SECOND}))
    allowed = [
        actor
        for actor in (WRITER, SECOND, THIRD)
        if not reasons_against_move(move, facts, actor_id=actor)
    ]
    assert allowed == [THIRD]


def test_an_earlier_author_returns_what_another_changed() -> None:
    facts = EntryFacts(PROPOSED, SECOND, SECOND, authors=frozenset({WRITER, SECOND}))
    assert reasons_against_move(EntryMove.RETURN, facts, actor_id=WRITER) == ()
