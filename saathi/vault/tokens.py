"""Blind tokens: find a child by name without keeping a name. `people` holds their table.

A token that is equal for equal names betrays names by how often it occurs, even when composed with
a birth-year band or a district: whoever holds a dump also sees band and district in clear and ranks
the tokens of each against a public list (`frequency.py`; the tests show it). So no token is ever
stored twice. A *word* (a name key with its facts) has numbered slots, each with its own token; a
record takes a free slot, and a search asks for the slots of its words. What a dump shows is rows of
random bytes, each different. The method is Cash et al., "Dynamic searchable encryption in
very-large databases", NDSS 2014, with random slots instead of a counter, so that writers need not
agree on one. Not hidden: how many tokens a record has, and what a spy *inside* the running database
learns by watching searches.
"""

import hmac
import math
import re
import secrets
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from types import MappingProxyType

TOKEN_BYTES = 16
# Level 0 has 2 slots, each further level twice as many: 20 levels hold two million records a word.
FIRST_SLOTS = 2
LEVELS = 20
# A search stops after 8190 slots of a word: a twentieth of a second of work, for the commonest.
SEARCH_LEVELS = 12
# One that must not tell by its length what others hold asks for these at once and for no more. One in
# three hundred records of a word lies beyond them when 800 share the word, one in twenty when 1,200
# do; each record has several words. A district beside the name keeps far below that in a nation.
EQUAL_LEVELS = 10
BAND_YEARS = 4
PAIR_SEPARATORS = re.compile(r"[+&~]")  # between the two keys of a pair
PLACE_SEPARATOR = "+@"  # between a name and a place of home
# Bits that a word of one file alone is worth: of a million files it finds one.
MAX_WORD_BITS = 20.0
# A birth interval that touches more bands says too little to find anyone by.
MAX_BANDS = 4


class TokenKind(StrEnum):
    """Which facts stand beside the name in a word; stored beside the token."""

    BAND = "band"  # name key and birth-year band
    DISTRICT = "district"  # name key and district
    NAME = "name"  # a name key alone: many hits, only for rare names
    PAIR = "pair"  # the keys of two names: hers and a parent's, both parents', two of her own
    PAIR_BAND = "pair_band"  # the same beside a birth-year band: what few share among a million
    PAIR_DISTRICT = "pair_home"  # the same beside a district
    TRIO = "trio"  # the keys of three names, or of one beside a place of home


COMPOSITE = (TokenKind.BAND, TokenKind.DISTRICT)
PAIRS = (TokenKind.PAIR, TokenKind.PAIR_BAND, TokenKind.PAIR_DISTRICT)
# Which words are followed first where not all can be: those that few files share.
RAREST_FIRST = (
    TokenKind.TRIO, TokenKind.PAIR_DISTRICT, TokenKind.PAIR_BAND, TokenKind.DISTRICT, TokenKind.PAIR,
    TokenKind.BAND, TokenKind.NAME
)  # fmt: skip
# Which are followed no further while a rarer one is: they meet many, of whom few are met by them alone.
SEARCHED_LAST = frozenset({TokenKind.BAND, TokenKind.NAME})
# A word that was not followed to its end has more files than were met; so many times as many, it is taken.
CUT_WORD_FACTOR = 16
# What sharing words says of two children, in bits: each word a little, the rarest of them most of its own,
# and one that stands beside a place of home more than any other. Learned by who was right among those met in
# a register of a million (docs/linking.md): names alone and together say much of the same.
FURTHER_WORD_FACTOR = 0.6
RAREST_WORD_FACTOR = 0.65
PLACE_FACTOR = 4.0


@dataclass(frozen=True, repr=False)
class TokenFacts:
    """What a record or a search knows: folded name keys, birth-year bands, district codes.

    `pairs` are keys of two names that go together, as one text each, with a sign of `BETWEEN`; `trios` are
    those of three names, and of a name beside a place.
    """

    names: Sequence[str]
    bands: Sequence[int] = ()
    districts: Sequence[str] = ()
    pairs: Sequence[str] = ()
    trios: Sequence[str] = ()


@dataclass(frozen=True)
class TokenWord:
    """A name key with its facts, as a secret from which its slots follow."""

    kind: TokenKind
    secret: bytes = field(repr=False)
    name: str = field(repr=False, compare=False, default="")  # the key, or the two of a pair
    fact: str = field(repr=False, compare=False, default="")  # what stands beside it


@dataclass(frozen=True)
class BlindToken:
    """One row of the token table, without the file it belongs to."""

    kind: TokenKind
    value: bytes = field(repr=False)


@dataclass(frozen=True)
class TokenSearchEffort:
    """How far a search goes that need not ask for as much whatever the table holds.

    A word that many share is not followed to its end where a rarer one is asked as well; what all words
    together ask for bounds the time in a register of any size (`docs/linking.md` says what more would find).
    """

    # Levels of a word that are asked for at once. It goes on while one of the last two had a hit: the
    # erasure of one child must not hide another who had to move on to the next level.
    levels_at_once: Mapping[TokenKind, int] = MappingProxyType({
        TokenKind.TRIO: 3, TokenKind.PAIR_DISTRICT: 3, TokenKind.PAIR_BAND: 4, TokenKind.DISTRICT: 2,
        TokenKind.PAIR: 2,
        TokenKind.BAND: 2, TokenKind.NAME: 2,
    })  # fmt: skip
    # Files after which a word is followed no more.
    max_files: Mapping[TokenKind, int] = MappingProxyType({
        TokenKind.TRIO: 400, TokenKind.PAIR_DISTRICT: 400, TokenKind.PAIR_BAND: 400, TokenKind.DISTRICT: 300,
        TokenKind.PAIR: 400, TokenKind.BAND: 300, TokenKind.NAME: 60,
    })  # fmt: skip
    # In all, where what is asked for at once is not more; then rare words go first (`RAREST_FIRST`).
    max_tokens: int = 1500


@dataclass(frozen=True)
class TokenSearchResult[OwnerT: Hashable]:
    """The files a search met, each with the number of words that met it.

    Best first: a word that few files share weighs more than one of many.
    """

    hits: dict[OwnerT, int]
    was_truncated: bool  # a word had more records than were asked for: more facts find more
    bits: dict[OwnerT, float] = field(default_factory=dict)  # by which they are ordered

    def __repr__(self) -> str:
        return f"<Found {len(self.hits)} files>"


def birth_bands(first_year: int, last_year: int) -> list[int]:
    """The bands a birth interval touches; none where it is so wide that it says nothing."""
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
    """The secret of a name key with the fact beside it, from which the slots of the word follow."""
    return hmac.digest(key, f"word\0{kind}\0{value}\0{name}".encode(), "sha256")


def token_in_slot(word: TokenWord, slot: int) -> BlindToken:
    """The token of a word's slot."""
    return BlindToken(word.kind, value_in_slot(word.secret, slot))


def value_in_slot(secret: bytes, slot: int) -> bytes:
    """Its value alone. A bulk load fills 0, 1, 2, … and needs no database to ask."""
    return hmac.digest(secret, slot.to_bytes(4), "sha256")[:TOKEN_BYTES]


def _values(secret: bytes, level: int) -> list[bytes]:
    """The values of all tokens of a level, as `value_at` makes them; a search makes thousands."""
    return [hmac.digest(secret, slot, "sha256")[:TOKEN_BYTES] for slot in _written_slots(level)]


@cache
def _written_slots(level: int) -> list[bytes]:
    return [slot.to_bytes(4) for slot in _slots(level)]


def insert_tokens(
    words: Iterable[TokenWord], insert: Callable[[list[BlindToken]], Collection[bytes]]
) -> None:
    """Gives a record one token for each word.

    `insert` stores those tokens whose value is new (`ON CONFLICT DO NOTHING`) and returns the
    values it stored; it is asked again, one level up, for words whose slot was taken.
    """
    pending = list(dict.fromkeys(words))
    for level in range(LEVELS):
        if not pending:
            return
        tried = [(word, token_in_slot(word, secrets.choice(_slots(level)))) for word in pending]
        stored = {bytes(value) for value in insert([token for _, token in tried])}
        pending = [word for word, token in tried if token.value not in stored]
    # A word with millions of records finds nobody: that the last one lacks it costs nothing.


def insert_tokens_in_bulk[OwnerT](
    owned: Iterable[tuple[OwnerT, TokenWord]],
    insert: Callable[[list[tuple[OwnerT, BlindToken]]], Collection[tuple[OwnerT, bytes]]],
) -> None:
    """Gives many records one token for each of their words: `place`, level by level for all at once.

    `insert` returns which of the tokens it stored. Two records with the same word may try the same
    slot: one of them gets it, the other goes on.
    """
    pending = list(dict.fromkeys(owned))
    for level in range(LEVELS):
        if not pending:
            return
        tried = [
            (owner, word, token_in_slot(word, secrets.choice(_slots(level))))
            for owner, word in pending
        ]
        done = insert([(owner, token) for owner, _word, token in tried])
        stored = {(owner, bytes(value)) for owner, value in done}
        pending = [
            (owner, word) for owner, word, token in tried if (owner, token.value) not in stored
        ]


def diff_tokens(
    words: Iterable[TokenWord], held: Iterable[BlindToken]
) -> tuple[list[TokenWord], list[bytes]]:
    """Of a record's words those without a token among these, and the values that belong to none of them.

    Level by level, and no further than until each token has its word. What lies deeper than any search
    goes counts as nobody's.
    """
    left: dict[TokenKind, set[bytes]] = {}
    for token in held:
        left.setdefault(token.kind, set()).add(token.value)
    lacking = list(dict.fromkeys(words))
    for level in range(SEARCH_LEVELS):
        if not any(left.values()):
            break
        asked, lacking = lacking, []
        for word in asked:
            among = left.get(word.kind)
            found = among.intersection(_values(word.secret, level)) if among else None
            if among and found:
                among.discard(min(found))
            else:
                lacking.append(word)
    return lacking, [value for values in left.values() for value in values]


def find_files[OwnerT: Hashable](
    words: Iterable[TokenWord],
    fetch: Callable[[list[bytes]], Iterable[tuple[bytes, OwnerT]]],
    *,
    effort: TokenSearchEffort | None = None,
) -> TokenSearchResult[OwnerT]:
    """The files that hold any of these words; about as many for each word as `effort` says.

    `fetch` returns the rows (token, owner) of the token table with one of the given values, *all* of
    them: were the rows of some files left out, a level taken by them would look empty and end the
    search too early. It is called once for words that few records share, and once more for each
    doubling. Without an effort it is called once, with as many values whatever the table holds,
    and may leave rows out.

    With an effort the rarest word counts most, since names alone and together say much of the same: years
    and district are weighed where they stand in clear. Without one each word counts, since nothing
    else is weighed.
    """
    asked = sorted(dict.fromkeys(words), key=lambda word: RAREST_FIRST.index(word.kind))
    met: list[dict[OwnerT, None]] = [{} for _ in asked]  # in the order of the table
    level = [
        effort.levels_at_once[word.kind] if effort else EQUAL_LEVELS for word in asked
    ]  # the next
    going = {at: range(level[at]) for at in range(len(asked))}
    cut: set[int] = set()
    waiting: list[int] = []
    left = effort.max_tokens if effort else 0
    while going:
        hit, spent = _meet(asked, going, fetch, met)
        left -= spent
        on = [at for at in going if (at, level[at] - 1) in hit or (at, level[at] - 2) in hit]
        waiting += [at for at in on if asked[at].kind in SEARCHED_LAST]
        on, going = [at for at in on if asked[at].kind not in SEARCHED_LAST], {}
        while (on or waiting) and not going:
            on, waiting = (on, waiting) if on else (waiting, [])
            ahead = left
            for at in on:
                size = FIRST_SLOTS * 2 ** level[at]
                if not effort or level[at] >= SEARCH_LEVELS or size > ahead or (
                    len(met[at]) >= effort.max_files[asked[at].kind]
                ):  # fmt: skip
                    cut.add(at)
                    continue
                ahead -= size
                going[at] = range(level[at], level[at] + 1)
                level[at] += 1
            on = []
    cut.update(waiting)
    return _weighed(asked, met, cut) if effort else _counted(met, was_cut=bool(cut))


def _meet[OwnerT: Hashable](
    asked: Sequence[TokenWord],
    going: Mapping[int, range],
    fetch: Callable[[list[bytes]], Iterable[tuple[bytes, OwnerT]]],
    met: Sequence[dict[OwnerT, None]],
) -> tuple[set[tuple[int, int]], int]:
    """Asks for these levels of words; which of them somebody has, and how many tokens it took."""
    places: dict[bytes, tuple[int, int]] = {}
    for at, levels in going.items():
        for one in levels:
            places |= dict.fromkeys(_values(asked[at].secret, one), (at, one))
    hit: set[tuple[int, int]] = set()
    for value, owner in fetch(list(places)):
        at, _level = place = places[value]
        hit.add(place)
        met[at][owner] = None
    return hit, len(places)


def _counted[OwnerT: Hashable](
    met: Sequence[Collection[OwnerT]], *, was_cut: bool
) -> TokenSearchResult[OwnerT]:
    """The files that were met, best first; each word counts, the more the fewer share it."""
    counts: dict[OwnerT, int] = {}
    bits: dict[OwnerT, float] = {}
    for files in met:
        worth = MAX_WORD_BITS - math.log2(len(files)) if files else 0.0
        for owner in files:
            counts[owner] = counts.get(owner, 0) + 1
            bits[owner] = bits.get(owner, 0.0) + worth
    best = sorted(counts, key=lambda owner: bits[owner], reverse=True)
    return TokenSearchResult(
        {owner: counts[owner] for owner in best}, was_truncated=was_cut,
        bits={owner: bits[owner] for owner in best},
    )  # fmt: skip


def _weighed[OwnerT: Hashable](
    asked: Sequence[TokenWord], met: Sequence[Collection[OwnerT]], cut: Collection[int]
) -> TokenSearchResult[OwnerT]:
    """The files that were met, best first: what few of them share says most.

    Who was met by two names shares each of them too, though that word was not followed as far as to her.
    """
    about = [frozenset(PAIR_SEPARATORS.split(word.name)) for word in asked]
    shared: dict[OwnerT, int] = {}
    for words, files in zip(_implied(asked, about), met, strict=True):
        for owner in files:
            shared[owner] = shared.get(owner, 0) | words
    worth = [
        MAX_WORD_BITS - math.log2(max(len(files), 1) * (CUT_WORD_FACTOR if at in cut else 1))
        for at, files in enumerate(met)
    ]
    placed = sum(1 << at for at, word in enumerate(asked) if PLACE_SEPARATOR in word.name)
    bits = {words: _bits(worth, words, placed) for words in set(shared.values())}
    best = sorted(shared, key=lambda owner: bits[shared[owner]], reverse=True)
    return TokenSearchResult(
        {owner: shared[owner].bit_count() for owner in best}, was_truncated=bool(cut),
        bits={owner: bits[shared[owner]] for owner in best},
    )  # fmt: skip


def _implied(asked: Sequence[TokenWord], about: Sequence[frozenset[str]]) -> list[int]:
    """Of each word the words that whoever shares it shares, itself among them: a bit for each."""
    return [
        sum(
            1 << at
            for at, (other, keys) in enumerate(zip(asked, about, strict=True))
            if keys <= mine and other.fact in {"", word.fact}
        )
        for word, mine in zip(asked, about, strict=True)
    ]


def _bits(worth: Sequence[float], words: int, placed: int) -> float:
    """What sharing these words says, of which those `placed` stand beside a place of home."""
    rarest = max(bits for at, bits in enumerate(worth) if words >> at & 1)
    return (
        FURTHER_WORD_FACTOR * words.bit_count()
        + RAREST_WORD_FACTOR * rarest
        + (PLACE_FACTOR if words & placed else 0.0)
    )


def _slots(level: int) -> range:
    first = FIRST_SLOTS * (2**level - 1)
    return range(first, first + FIRST_SLOTS * 2**level)
