"""Names in any script of the region: split a name, find it again, compare two spellings.

These are the public functions of name matching; `docs/names.md` explains them for users. All take
any text and never fail. Keys are for finding, scores for ranking; neither decides.

    fold("মোঃ রহিম").words[0].latin   "rohim": words with script, units, sounds; titles apart
    keys("Md. Rahim")                 {"rm"}: two names may meet when they share one
    similarity("রহিম", "Raheem")      0 to 1: how likely both spell one name
    shared_keys("রহিম", "Raheem")     {"rm"}
"""

from collections.abc import Collection
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

from saathi.engines.matching import scoring, skeletons
from saathi.engines.matching.name_words import NameWord, ParsedName, detect_script, parse_name
from saathi.engines.matching.scoring import NameScorer, join_words

__all__ = [
    "NameAgreement",
    "NameWord",
    "ParsedName",
    "coarsest_keys",
    "compare_names",
    "detect_script",
    "first_word_keys",
    "name_keys",
    "name_similarity",
    "parse_name",
    "shared_keys",
    "split_name",
    "word_keys",
]

# What pages call the same name or a similar one. In the pairs of `test_name_agreement.py`,
# spellings of one name score 0.97 or more, a name without one of its words 0.9, a letter that
# changes the name 0.33 at most.
AGREE_MIN_SIMILARITY: Final = 0.95
SIMILAR_MIN_SIMILARITY: Final = 0.2


class NameAgreement(StrEnum):
    """How the names of two records compare, for a person who decides."""

    AGREE = "agree"
    SIMILAR = "similar"
    DIFFER = "differ"


@cache
def _scorer() -> NameScorer:
    return scoring.load_shipped_scorer()


def split_name(name: str) -> list[str]:
    """The words of a name in lower-case Latin letters, without titles unless it has nothing else."""
    return [word.latin for word in parse_name(name).words]


def name_keys(name: str) -> frozenset[str]:
    """The keys to store for a name and to search it by; empty only for a name without letters.

    They are the keys of each word and of the whole, so that "Abdul Karim" matches "Abdulkarim".
    """
    words = parse_name(name).words
    if len(words) == 1:
        return skeletons.word_keys(words[0])
    keys: frozenset[str] = frozenset().union(*(skeletons.word_keys(word) for word in words))
    return keys | skeletons.word_keys(join_words(words)) if words else keys


def first_word_keys(name: str) -> frozenset[str]:
    """The coarsest keys of the first word: first words that share any key share one of these.

    There is one, rarely two: next to another name it finds few enough without the finer keys.
    """
    words = word_keys(name)
    return words[0] if words else frozenset()


@lru_cache(maxsize=1 << 16)
def word_keys(name: str) -> tuple[frozenset[str], ...]:
    """The coarsest keys of each word of the name."""
    return tuple(skeletons.tamil_class_keys(word) for word in parse_name(name).words)


def coarsest_keys(keys: Collection[str]) -> frozenset[str]:
    """Those of the given keys that even names with different finer keys have in common.

    Names that share a key share one of these.
    """
    return skeletons.coarsest_keys(keys)


def shared_keys(one: str, other: str) -> frozenset[str]:
    """The keys that two names have in common."""
    return name_keys(one) & name_keys(other)


def name_similarity(one: str, other: str) -> float:
    """0 to 1, the same in either order; above 0.5 both are more likely one name than not.

    It says nothing about people: very many share one name, so it never decides alone.
    """
    return _scorer().similarity(one, other)


def compare_names(ones: Collection[str], others: Collection[str]) -> NameAgreement | None:
    """How the two most similar names compare; None if one side has no name."""
    if not ones or not others:
        return None
    best = max(name_similarity(item, other) for item in ones for other in others)
    if best >= AGREE_MIN_SIMILARITY:
        return NameAgreement.AGREE
    return NameAgreement.SIMILAR if best >= SIMILAR_MIN_SIMILARITY else NameAgreement.DIFFER
