"""Blind tokens: find a child by name without storing a name. Their table is in `people`.

A token that is equal for equal names reveals names by its frequency, even when combined with a
birth-year band or a district: an attacker with a dump also sees band and district unsealed and
ranks the tokens of each against a public list (`frequency_attack.py`; the tests show it). So no
token is ever stored twice. A *word* (a name key with its facts) has numbered slots, each with its
own token; a record gets a free slot, and a search asks for the slots of its words. A dump shows
rows of random bytes, each different. The method is Cash et al., "Dynamic searchable encryption in
very-large databases", NDSS 2014, with random slots instead of a counter, so that writers need not
share a counter. Not hidden: how many tokens a record has, and what an attacker *inside* the running
database learns by observing searches.
"""

import hmac
import re
import secrets
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

TOKEN_BYTES = 16
# Level 0 has 2 slots, each further level twice as many: 20 levels allow two million records per
# word.
FIRST_SLOTS = 2
LEVELS = 20
# A search stops after 8190 slots of a word: a twentieth of a second of work for the commonest word.
SEARCH_LEVELS = 12
BAND_YEARS = 4
PAIR_SEPARATORS = re.compile(r"[+&~]")  # between the two keys of a pair
PLACE_SEPARATOR = "+@"  # between a name and a place of home
# A birth interval that touches more bands is too wide for finding anyone.
MAX_BANDS = 4


class TokenKind(StrEnum):
    """The facts beside the name in a word; the kind is stored beside the token."""

    BAND = "band"  # name key and birth-year band
    DISTRICT = "district"  # name key and district
    NAME = "name"  # a name key alone: many hits, useful only for rare names
    PAIR = "pair"  # the keys of two names: the child's and a parent's, both parents', two of the child's
    PAIR_BAND = "pair_band"  # the same with a birth-year band: few share it among a million
    PAIR_DISTRICT = "pair_home"  # the same with a district
    TRIO = "trio"  # the keys of three names, or of one beside a place of home


COMPOSITE = (TokenKind.BAND, TokenKind.DISTRICT)
PAIRS = (TokenKind.PAIR, TokenKind.PAIR_BAND, TokenKind.PAIR_DISTRICT)


@dataclass(frozen=True, repr=False)
class TokenFacts:
    """The facts of a record or a search: folded name keys, birth-year bands, district codes.

    `pairs` are keys of two names that belong together, each as one text with one of
    `PAIR_SEPARATORS`; `trios` are keys of three names, or of a name and a place.
    """

    names: Sequence[str]
    bands: Sequence[int] = ()
    districts: Sequence[str] = ()
    pairs: Sequence[str] = ()
    trios: Sequence[str] = ()


@dataclass(frozen=True)
class TokenWord:
    """A name key with its facts, as a secret that determines its slots."""

    kind: TokenKind
    secret: bytes = field(repr=False)
    name: str = field(repr=False, compare=False, default="")  # the key, or the two of a pair
    fact: str = field(repr=False, compare=False, default="")  # the fact beside the name


@dataclass(frozen=True)
class BlindToken:
    """One row of the token table, without the file it belongs to."""

    kind: TokenKind
    value: bytes = field(repr=False)


def birth_bands(first_year: int, last_year: int) -> list[int]:
    """The bands that a birth interval touches; empty if it is too wide to help."""
    first, last = first_year // BAND_YEARS, last_year // BAND_YEARS
    return list(range(first, last + 1)) if last - first < MAX_BANDS else []


def list_token_words(
    key: bytes, facts: TokenFacts, kinds: Collection[TokenKind] = COMPOSITE
) -> list[TokenWord]:
    """The words of a record or a search, without repetition; about 3 microseconds each."""
    values: dict[TokenKind, Iterable[str]] = {
        TokenKind.BAND: [str(band) for band in dict.fromkeys(facts.bands)],
        TokenKind.DISTRICT: dict.fromkeys(facts.districts),
        TokenKind.NAME: ("",),
        TokenKind.PAIR: ("",),
        TokenKind.TRIO: ("",),
    }
    values[TokenKind.PAIR_BAND], values[TokenKind.PAIR_DISTRICT] = (
        values[TokenKind.BAND],
        values[TokenKind.DISTRICT],
    )
    names = [name for name in dict.fromkeys(facts.names) if name]
    pairs = list(dict.fromkeys(facts.pairs))
    beside = {kind: pairs if kind in PAIRS else names for kind in TokenKind}
    beside[TokenKind.TRIO] = list(dict.fromkeys(facts.trios))
    return [
        TokenWord(kind, derive_word_secret(key, kind, value, name), name, value)
        for kind in kinds
        for value in values[kind]
        for name in beside[kind]
    ]


def derive_word_secret(key: bytes, kind: TokenKind, value: str, name: str) -> bytes:
    """The secret of a name key with its fact, from which the slots of the word follow."""
    return hmac.digest(key, f"word\0{kind}\0{value}\0{name}".encode(), "sha256")


def token_in_slot(word: TokenWord, slot: int) -> BlindToken:
    """The token of a word's slot."""
    return BlindToken(word.kind, value_in_slot(word.secret, slot))


def value_in_slot(secret: bytes, slot: int) -> bytes:
    """The token's value alone. Bulk loads fill slots 0, 1, 2, … without asking the database."""
    return hmac.digest(secret, slot.to_bytes(4), "sha256")[:TOKEN_BYTES]


def values_in_level(secret: bytes, level: int) -> list[bytes]:
    """The values of a level's tokens, equal to `value_in_slot`; a search makes thousands."""
    return [hmac.digest(secret, slot, "sha256")[:TOKEN_BYTES] for slot in _written_slots(level)]


@cache
def _written_slots(level: int) -> list[bytes]:
    return [slot.to_bytes(4) for slot in _slots(level)]


def insert_tokens(
    words: Iterable[TokenWord], insert: Callable[[list[BlindToken]], Collection[bytes]]
) -> None:
    """Gives a record one token for each word.

    `insert` stores those tokens whose value is new (`ON CONFLICT DO NOTHING`) and returns the
    values it stored; it is called again, one level up, for words whose slot was occupied.
    """
    pending = list(dict.fromkeys(words))
    for level in range(LEVELS):
        if not pending:
            return
        tried = [(word, token_in_slot(word, secrets.choice(_slots(level)))) for word in pending]
        stored = {bytes(value) for value in insert([token for _, token in tried])}
        pending = [word for word, token in tried if token.value not in stored]
    # A word with millions of records finds no one, so it does not matter that the last record lacks
    # it.


def insert_tokens_in_bulk[OwnerT](
    owned: Iterable[tuple[OwnerT, TokenWord]],
    insert: Callable[[list[tuple[OwnerT, BlindToken]]], Collection[tuple[OwnerT, bytes]]],
) -> None:
    """Gives many records a token for each word: like `insert_tokens`, for all at once.

    `insert` returns which of the tokens it stored. Two records with the same word may try the same
    slot: one of them gets it, the other continues.
    """
    pending = list(dict.fromkeys(owned))
    for level in range(LEVELS):
        if not pending:
            return
        tried = [
            (owner, word, token_in_slot(word, secrets.choice(_slots(level))))
            for owner, word in pending
        ]
        stored_rows = insert([(owner, token) for owner, _word, token in tried])
        stored = {(owner, bytes(value)) for owner, value in stored_rows}
        pending = [
            (owner, word) for owner, word, token in tried if (owner, token.value) not in stored
        ]


def diff_tokens(
    words: Iterable[TokenWord], held: Iterable[BlindToken]
) -> tuple[list[TokenWord], list[bytes]]:
    """The words of a record that lack a token in `held`, and the held values of no word.

    It works level by level until each token has its word. Tokens at levels that no search reaches
    count as values of no word.
    """
    left: dict[TokenKind, set[bytes]] = {}
    for token in held:
        left.setdefault(token.kind, set()).add(token.value)
    missing = list(dict.fromkeys(words))
    for level in range(SEARCH_LEVELS):
        if not any(left.values()):
            break
        candidates, missing = missing, []
        for word in candidates:
            unmatched = left.get(word.kind)
            matching = (
                unmatched.intersection(values_in_level(word.secret, level)) if unmatched else None
            )
            if unmatched and matching:
                unmatched.discard(min(matching))
            else:
                missing.append(word)
    return missing, [value for values in left.values() for value in values]


def _slots(level: int) -> range:
    first = FIRST_SLOTS * (2**level - 1)
    return range(first, first + FIRST_SLOTS * 2**level)
