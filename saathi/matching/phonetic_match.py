"""Which words of the names of two children sound alike, word by word.

A clerk leaves the second of two given names away, another writes the family name first: the whole is then
spelt otherwise, and each word that is left is still heard.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

from saathi.matching import names

OTHER: Final = "other"
MAX_WORDS_COUNTED: Final = 3  # words of her own; more say no more

type WordKeys = Sequence[frozenset[str]]  # the coarsest keys of each word of a name


def compare_name_sounds(
    own: tuple[Sequence[str], Sequence[str]],
    father: tuple[str, str],
    mother: tuple[str, str],
) -> Iterator[str]:
    """What the words of two children's names show; nothing of a name that one of the two leaves open.

    Of several names of a child those that share most words; of a parent's name the first word alone is looked
    for, since the family name stands in hers as well.
    """
    both = product(
        *([keys for name in called if (keys := names.word_keys(name))] for called in own)
    )
    each = [_own(mine, theirs) for mine, theirs in both]
    if each:
        yield from each[0] if len(each) == 1 else max(each, key=_shared)
    for who, (one, other) in (("father", father), ("mother", mother)):
        mine, theirs = names.word_keys(one), names.word_keys(other)
        if mine and theirs:
            yield f"{who}'s first word {_where(mine[0], theirs)}"


def is_shared_sound(shown: str) -> bool:
    """Whether this says that some word of both sounds alike."""
    return "word" in shown and not shown.endswith(OTHER)


def _own(mine: WordKeys, theirs: WordKeys) -> list[str]:
    where = [_where(keys, theirs) for keys in mine]
    shown = [f"her first word {where[0]}"]
    if len(mine) > 1 and (where[-1] != OTHER or len(theirs) > 1):
        shown.append(f"her last word {OTHER if where[-1] == OTHER else 'alike'}")
    alike = len(where) - where.count(OTHER)
    return shown + [
        f"{many} words of hers alike" for many in range(2, min(alike, MAX_WORDS_COUNTED) + 1)
    ]


def _where(keys: frozenset[str], among: WordKeys) -> str:
    """Whether this word is heard as the first of these, elsewhere among them, or not at all."""
    if not keys.isdisjoint(among[0]):
        return "alike"
    return OTHER if all(map(keys.isdisjoint, among[1:])) else "elsewhere"


def _shared(shown: Sequence[str]) -> int:
    return sum(is_shared_sound(one) for one in shown)
