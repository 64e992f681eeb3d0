"""Which words of two children's names sound alike, word by word.

One clerk omits the second of two given names, another writes the family name first: the whole is
then spelt differently, but each remaining word still sounds the same.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

from saathi.engines.matching import names

OTHER: Final = "other"
MAX_WORDS_COUNTED: Final = 3  # words of the child's own name; more add nothing

type WordKeys = Sequence[frozenset[str]]  # the coarsest keys of each word of a name


def compare_name_sounds(
    own: tuple[Sequence[str], Sequence[str]],
    father: tuple[str, str],
    mother: tuple[str, str],
) -> Iterator[str]:
    """The features of the words of two children's names; none for a name missing on one side.

    If a child has several names, those that share the most words count; of a parent's name only the
    first word is searched, since the family name is in the child's name as well.
    """
    both = product(
        *([keys for name in called if (keys := names.word_keys(name))] for called in own)
    )
    each = [_own_name_features(mine, theirs) for mine, theirs in both]
    if each:
        yield from each[0] if len(each) == 1 else max(each, key=_count_shared)
    for who, (entry, other) in (("father", father), ("mother", mother)):
        mine, theirs = names.word_keys(entry), names.word_keys(other)
        if mine and theirs:
            yield f"{who}'s first word {_position_of(mine[0], theirs)}"


def is_shared_sound(shown: str) -> bool:
    """Whether this feature means that some word sounds alike in both."""
    return "word" in shown and not shown.endswith(OTHER)


def _own_name_features(mine: WordKeys, theirs: WordKeys) -> list[str]:
    where = [_position_of(keys, theirs) for keys in mine]
    shown = [f"own first word {where[0]}"]
    if len(mine) > 1 and (where[-1] != OTHER or len(theirs) > 1):
        shown.append(f"own last word {OTHER if where[-1] == OTHER else 'alike'}")
    alike = len(where) - where.count(OTHER)
    return shown + [
        f"{many} own words alike" for many in range(2, min(alike, MAX_WORDS_COUNTED) + 1)
    ]


def _position_of(keys: frozenset[str], among: WordKeys) -> str:
    """Whether a word sounds like the first of these words, another of them, or none."""
    if not keys.isdisjoint(among[0]):
        return "alike"
    return OTHER if all(map(keys.isdisjoint, among[1:])) else "elsewhere"


def _count_shared(shown: Sequence[str]) -> int:
    return sum(is_shared_sound(feature) for feature in shown)
