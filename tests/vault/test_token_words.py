"""The words that a record gives, and the blind tokens made of them."""

import pytest

from saathi.vault import tokens
from saathi.vault.tokens import TokenFacts, TokenKind

KEY = bytes(range(32))


@pytest.mark.parametrize("secret", [b"", bytes(range(32)), bytes(64)])
def test_search_tokens_equal_stored_tokens(secret: bytes) -> None:
    for level in range(4):
        first = 2 * (2**level - 1)
        given = [tokens.value_in_slot(secret, slot) for slot in range(first, first + 2 * 2**level)]
        assert tokens.values_in_level(secret, level) == given


def test_a_name_repeated_in_a_record_gives_one_word() -> None:
    words = tokens.list_token_words(
        KEY, TokenFacts(["aysa", "aysa", ""], bands=[503, 503], districts=["NP-27"])
    )

    assert [word.kind for word in words] == [TokenKind.BAND, TokenKind.DISTRICT]


def test_a_name_alone_is_a_word_only_where_asked_for() -> None:
    facts = TokenFacts(["aysa"])

    assert tokens.list_token_words(KEY, facts) == []
    assert [word.kind for word in tokens.list_token_words(KEY, facts, [TokenKind.NAME])] == [
        TokenKind.NAME
    ]


def test_word_facts_cannot_be_confused_by_concatenation() -> None:
    [result] = tokens.list_token_words(KEY, TokenFacts(["b"], districts=["a"]))
    [two] = tokens.list_token_words(KEY, TokenFacts(["ab"], districts=[""]))

    assert result.secret != two.secret


@pytest.mark.parametrize(
    ("first", "last", "bands"),
    [
        (2012, 2012, [503]),
        (2011, 2012, [502, 503]),
        (2000, 2015, [500, 501, 502, 503]),
        (2000, 2016, []),
    ],
)
def test_birth_interval_gives_bands_unless_too_wide(
    first: int, last: int, bands: list[int]
) -> None:
    assert tokens.birth_bands(first, last) == bands


def test_printing_words_facts_and_tokens_shows_neither_name_nor_secret() -> None:
    facts = TokenFacts(["aysa"], bands=[503])
    [word] = tokens.list_token_words(KEY, facts)

    shown = repr((facts, word, tokens.token_in_slot(word, 0)))

    assert "aysa" not in shown
    assert "\\x" not in shown
