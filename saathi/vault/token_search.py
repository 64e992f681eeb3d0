"""Searches blind tokens for files that contain the words of a name, best match first."""

import math
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from saathi.vault.tokens import (
    FIRST_SLOTS,
    PAIR_SEPARATORS,
    PLACE_SEPARATOR,
    SEARCH_LEVELS,
    TokenKind,
    TokenWord,
    values_in_level,
)

# The weight in bits of a word that only one file has: it identifies one of a million files.
MAX_WORD_BITS = 20.0
# A search whose length must not reveal what others recorded requests exactly this many levels at
# once. One in three hundred records of a word is beyond them when 800 share the word, one in twenty
# when 1,200 do; each record has several words. A district beside the name stays far below that in a
# nation.
EQUAL_LEVELS = 10
# The order in which words are followed if not all can be: those that few files share first.
RAREST_FIRST = (
    TokenKind.TRIO, TokenKind.PAIR_DISTRICT, TokenKind.PAIR_BAND, TokenKind.DISTRICT, TokenKind.PAIR,
    TokenKind.BAND, TokenKind.NAME
)  # fmt: skip
# Not followed further while a rarer word is left: they match many files, and few files only through
# them.
SEARCHED_LAST = frozenset({TokenKind.BAND, TokenKind.NAME})
# A word that was not followed to its end has more files than were found: assumed to be this many
# times as many.
CUT_WORD_FACTOR = 16
# The weights in bits of shared words: each word a little, the rarest of them most of its own
# weight, and a word beside a place of home more than any other. Fitted to the correct matches in a
# register of a million (docs/linking.md): single and combined names carry overlapping information.
FURTHER_WORD_FACTOR = 0.6
RAREST_WORD_FACTOR = 0.65
PLACE_FACTOR = 4.0


@dataclass(frozen=True)
class TokenSearchEffort:
    """How far a search goes if its length need not be independent of the table.

    A word that many files share is not followed to its end if a rarer one is also searched; the
    total number of tokens bounds the time in a register of any size (`docs/linking.md` says what a
    longer search would find).
    """

    # Levels of a word that are requested at once. The search continues while one of the last two
    # had a hit: the erasure of one child must not hide another whose token is on the next level.
    levels_at_once: Mapping[TokenKind, int] = MappingProxyType({
        TokenKind.TRIO: 3, TokenKind.PAIR_DISTRICT: 3, TokenKind.PAIR_BAND: 4, TokenKind.DISTRICT: 2,
        TokenKind.PAIR: 2,
        TokenKind.BAND: 2, TokenKind.NAME: 2,
    })  # fmt: skip
    # The number of files after which a word is not followed further.
    max_files: Mapping[TokenKind, int] = MappingProxyType({
        TokenKind.TRIO: 400, TokenKind.PAIR_DISTRICT: 400, TokenKind.PAIR_BAND: 400, TokenKind.DISTRICT: 300,
        TokenKind.PAIR: 400, TokenKind.BAND: 300, TokenKind.NAME: 60,
    })  # fmt: skip
    # In total, unless the first request alone needs more; rare words go first (`RAREST_FIRST`).
    max_tokens: int = 1500


@dataclass(frozen=True)
class TokenSearchResult[OwnerT: Hashable]:
    """The files that a search found, each with the number of words that found it.

    Best first: a word that few files share weighs more than a common one.
    """

    hits: dict[OwnerT, int]
    was_truncated: bool  # a word had more records than requested: more facts will find more
    bits: dict[OwnerT, float] = field(default_factory=dict)  # the order of the files

    def __repr__(self) -> str:
        return f"<Found {len(self.hits)} files>"


def find_files[OwnerT: Hashable](
    words: Iterable[TokenWord],
    fetch: Callable[[list[bytes]], Iterable[tuple[bytes, OwnerT]]],
    *,
    effort: TokenSearchEffort | None = None,
) -> TokenSearchResult[OwnerT]:
    """Files that contain any of these words; about as many for each word as `effort` says.

    `fetch` returns the rows (token, owner) of the token table with one of the given values, *all*
    of them: if the rows of some files were left out, a level that they fill would look empty and
    end the search too early. It is called once for words that few records share, and once more for
    each doubling. Without an effort it is called once, with the same number of values for any
    table, and may leave rows out.

    With an effort the rarest word counts most, since single and combined names carry overlapping
    information: years and district are weighed where they are stored unsealed. Without one each
    word counts, since nothing else is weighed.
    """
    ordered = sorted(dict.fromkeys(words), key=lambda word: RAREST_FIRST.index(word.kind))
    search = _TokenSearch[OwnerT](ordered, effort)
    levels = search.first_levels()
    while levels:
        levels = search.next_levels(levels, search.ask(levels, fetch))
    search.cut.update(search.postponed)
    if effort is None:
        return _count_hits(search.files, was_cut=bool(search.cut))
    return _weigh_hits(ordered, search.files, search.cut)


class _TokenSearch[OwnerT: Hashable]:
    """A search: the files found for each word, and the next level to request for each word."""

    def __init__(self, words: Sequence[TokenWord], effort: TokenSearchEffort | None) -> None:
        self.words, self.effort = words, effort
        self.files: list[dict[OwnerT, None]] = [{} for _ in words]  # in the table's order
        self.level = [
            effort.levels_at_once[word.kind] if effort else EQUAL_LEVELS for word in words
        ]
        self.cut: set[int] = set()  # words that were not followed to their end
        self.postponed: list[int] = []  # words of `SEARCHED_LAST`
        self.tokens_left = effort.max_tokens if effort else 0

    def first_levels(self) -> dict[int, range]:
        """The levels to request first for each word, by its position in `words`."""
        return {at: range(level) for at, level in enumerate(self.level)}

    def ask(
        self,
        levels: Mapping[int, range],
        fetch: Callable[[list[bytes]], Iterable[tuple[bytes, OwnerT]]],
    ) -> set[tuple[int, int]]:
        """Fetches the rows of these levels; returns the levels that have any."""
        places: dict[bytes, tuple[int, int]] = {}
        for at, numbers in levels.items():
            for level in numbers:
                places |= dict.fromkeys(values_in_level(self.words[at].secret, level), (at, level))
        hits: set[tuple[int, int]] = set()
        for value, owner in fetch(list(places)):
            at, _level = place = places[value]
            hits.add(place)
            self.files[at][owner] = None
        self.tokens_left -= len(places)
        return hits

    def next_levels(
        self, searched: Iterable[int], hits: Collection[tuple[int, int]]
    ) -> dict[int, range]:
        """The next level of each word that had a hit in its last two; rare words first."""
        last_two = ((at, self.level[at]) for at in searched)
        unfinished = [
            at for at, level in last_two if (at, level - 1) in hits or (at, level - 2) in hits
        ]
        self.postponed += [at for at in unfinished if self.words[at].kind in SEARCHED_LAST]
        rare = [at for at in unfinished if self.words[at].kind not in SEARCHED_LAST]
        if rare and (levels := self._advance(rare)):
            return levels
        common, self.postponed = self.postponed, []
        return self._advance(common)

    def _advance(self, words: Iterable[int]) -> dict[int, range]:
        """The next level of each of these words that the effort allows; others are cut."""
        levels: dict[int, range] = {}
        left = self.tokens_left
        for at in words:
            level, effort = self.level[at], self.effort
            size = FIRST_SLOTS * 2**level
            if not effort or level >= SEARCH_LEVELS or size > left or (
                len(self.files[at]) >= effort.max_files[self.words[at].kind]
            ):  # fmt: skip
                self.cut.add(at)
                continue
            left -= size
            levels[at] = range(level, level + 1)
            self.level[at] += 1
        return levels


def _count_hits[OwnerT: Hashable](
    files_of_word: Sequence[Collection[OwnerT]], *, was_cut: bool
) -> TokenSearchResult[OwnerT]:
    """The files found, best first; each word counts, and rarer words count more."""
    counts: dict[OwnerT, int] = {}
    bits: dict[OwnerT, float] = {}
    for files in files_of_word:
        worth = MAX_WORD_BITS - math.log2(len(files)) if files else 0.0
        for owner in files:
            counts[owner] = counts.get(owner, 0) + 1
            bits[owner] = bits.get(owner, 0.0) + worth
    best = sorted(counts, key=lambda owner: bits[owner], reverse=True)
    return TokenSearchResult(
        {owner: counts[owner] for owner in best}, was_truncated=was_cut,
        bits={owner: bits[owner] for owner in best},
    )  # fmt: skip


def _weigh_hits[OwnerT: Hashable](
    words: Sequence[TokenWord], files_of_word: Sequence[Collection[OwnerT]], cut: Collection[int]
) -> TokenSearchResult[OwnerT]:
    """The files found, best first; a word that few of them share weighs most.

    A file found by two names shares each of them, even if the search for the single name did not
    get as far as this file.
    """
    keys_of_word = [frozenset(PAIR_SEPARATORS.split(word.name)) for word in words]
    shared: dict[OwnerT, int] = {}
    for word_set, files in zip(_implied_words(words, keys_of_word), files_of_word, strict=True):
        for owner in files:
            shared[owner] = shared.get(owner, 0) | word_set
    worth = [
        MAX_WORD_BITS - math.log2(max(len(files), 1) * (CUT_WORD_FACTOR if at in cut else 1))
        for at, files in enumerate(files_of_word)
    ]
    placed = sum(1 << at for at, word in enumerate(words) if PLACE_SEPARATOR in word.name)
    bits = {word_set: _weigh_words(worth, word_set, placed) for word_set in set(shared.values())}
    best = sorted(shared, key=lambda owner: bits[shared[owner]], reverse=True)
    return TokenSearchResult(
        {owner: shared[owner].bit_count() for owner in best}, was_truncated=bool(cut),
        bits={owner: bits[shared[owner]] for owner in best},
    )  # fmt: skip


def _implied_words(words: Sequence[TokenWord], keys_of_word: Sequence[frozenset[str]]) -> list[int]:
    """For each word, the words that a file with it also has, itself included, as bits."""
    return [
        sum(
            1 << at
            for at, (other, keys) in enumerate(zip(words, keys_of_word, strict=True))
            if keys <= own_keys and other.fact in {"", word.fact}
        )
        for word, own_keys in zip(words, keys_of_word, strict=True)
    ]


def _weigh_words(worth: Sequence[float], words: int, placed: int) -> float:
    """The weight of sharing these words; those in `placed` stand beside a place of home."""
    rarest = max(bits for at, bits in enumerate(worth) if words >> at & 1)
    return (
        FURTHER_WORD_FACTOR * words.bit_count()
        + RAREST_WORD_FACTOR * rarest
        + (PLACE_FACTOR if words & placed else 0.0)
    )
