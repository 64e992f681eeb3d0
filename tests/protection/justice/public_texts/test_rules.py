"""Transitions of a public text, and who may make them."""

from uuid import UUID

import pytest

from saathi.protection.justice.public_texts.rules import (
    PublicTextFacts,
    needs_only_approval,
    needs_proceeding,
    reasons_against_transition,
    reasons_not_to_decide,
)
from saathi.protection.justice.public_texts.vocabulary import TextState as S

AUTHOR, OTHER = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("state", "left", "to", "codes"),
    [
        (S.WAITS, [], S.APPROVED, []),
        (S.WAITS, ["sunita"], S.APPROVED, ["traces"]),
        (S.WAITS, ["sunita"], S.SENT_BACK, []),
        (S.WAITS, [], S.PUBLISHED, ["state"]),
        (S.APPROVED, [], S.PUBLISHED, []),
        (S.APPROVED, ["sunita"], S.PUBLISHED, ["traces"]),  # a name recorded since then
        (S.APPROVED, [], S.WAITS, []),
        (S.SENT_BACK, [], S.APPROVED, ["state"]),
        (S.PUBLISHED, [], S.WAITS, ["state"]),
        (S.PUBLISHED, ["sunita"], S.WITHDRAWN, []),
        (S.WITHDRAWN, [], S.PUBLISHED, ["state"]),
    ],
)
def test_public_text_transitions(state: S, left: list[str], to: S, codes: list[str]) -> None:
    reasons = reasons_against_transition(
        PublicTextFacts(state, AUTHOR, left, needs_proceeding=False), to
    )
    assert [reason.code for reason in reasons] == codes


def test_author_cannot_decide_on_their_own_public_text() -> None:
    text = PublicTextFacts(S.WAITS, AUTHOR, [], needs_proceeding=False)
    assert [r.code for r in reasons_not_to_decide(text, S.APPROVED, AUTHOR)] == ["own"]
    assert reasons_not_to_decide(text, S.APPROVED, OTHER) == ()


@pytest.mark.parametrize(
    ("state", "to", "codes"),
    [
        (S.WAITS, S.APPROVED, ["proceeding"]),
        (S.APPROVED, S.PUBLISHED, ["proceeding"]),
        (S.WAITS, S.SENT_BACK, []),
        (S.WAITS, S.WAITS, []),
        (S.PUBLISHED, S.WITHDRAWN, []),
    ],
)
def test_text_without_its_proceeding_is_neither_approved_nor_published(
    state: S, to: S, codes: list[str]
) -> None:
    text = PublicTextFacts(state, AUTHOR, [], needs_proceeding=True)
    assert [reason.code for reason in reasons_against_transition(text, to)] == codes
    assert not needs_only_approval(text, AUTHOR)


def test_a_proceeding_is_needed_only_if_the_file_has_one() -> None:
    assert needs_proceeding(None, ["one"])
    assert not needs_proceeding(None, [])
    assert not needs_proceeding("one", ["one", "two"])
