"""Keys of names that go together, and of a name beside a place.

Knows no model, so that a load can use it in bare processes.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import Final

from saathi.matching import names
from saathi.vault.tokens import PLACE_SEPARATOR

OWN_NAMES_SEPARATOR: Final = "~"  # between two words of her own name, in either order
MAX_PLACES: Final = 4  # of one child; an address has few parts that are places


def name_pair_keys(own: Sequence[str], relatives: Sequence[str]) -> list[str]:
    """The keys of her name beside that of each parent, of both parents, and of two words of her own.

    Of a parent's name the first word alone; a family name stands in both, and would say the same twice.
    Two words of her own are the same pair in either order: clerks exchange given and family name.
    """
    words = [keys for text in own for keys in names.word_keys(text)]
    hers = {key for text in own for key in names.first_word_keys(text)}
    theirs = [names.first_word_keys(text) for text in relatives]
    found = {f"{mine}+{key}" for keys in theirs for key in keys for mine in hers}
    for one, other in combinations(theirs, 2):
        found |= {"&".join(sorted((mine, yours))) for mine in one for yours in other}
    for one, other in combinations(words, 2):
        found |= {
            OWN_NAMES_SEPARATOR.join(sorted((mine, more))) for mine in one for more in other
            if mine != more and (mine in hers or more in hers)
        }  # fmt: skip
    return sorted(found)


def name_trio_keys(own: Sequence[str], relatives: Sequence[str]) -> list[str]:
    """The keys of three names: a pair of her own beside each parent's, and hers beside both parents'.

    Whoever lives elsewhere now is found by them among a million, where two names are borne by hundreds.
    """
    words = [names.word_keys(text) for text in own]
    theirs = [names.first_word_keys(text) for text in relatives]
    found: set[str] = set()
    for first, *more in filter(None, words):
        twos = {
            OWN_NAMES_SEPARATOR.join(sorted((a, b)))
            for keys in more
            for a in first
            for b in keys
            if a != b
        }
        found |= {f"{two}+{key}" for two in twos for keys in theirs for key in keys}
        for one, other in combinations(theirs, 2):
            found |= {f"{a}+{'&'.join(sorted((b, c)))}" for a in first for b in one for c in other}
    return sorted(found)


def name_place_keys(
    own: Sequence[str], relatives: Sequence[str], places: Sequence[str]
) -> list[str]:
    """The keys of her name and of each parent's beside those of each place of home, its words together.

    A village has few of a name. Who is written with another district, or with none, is found by it, and who
    shares one name alone.
    """
    called = {key for text in (*own, *relatives) for key in names.first_word_keys(text)}
    home = {
        key for text in places[:MAX_PLACES] for key in names.first_word_keys("".join(text.split()))
    }
    return sorted(f"{name}{PLACE_SEPARATOR}{place}" for name in called for place in home)
