"""Search keys of name pairs, and of a name with a place.

Imports no models, so that bulk loads can use it in processes without Django.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import Final

from saathi.engines.matching import names
from saathi.vault.tokens import PLACE_SEPARATOR

OWN_NAMES_SEPARATOR: Final = "~"  # between two words of the child's own name, in either order
MAX_PLACES: Final = 4  # limit for one child; an address contains few places


def name_pair_keys(own: Sequence[str], relatives: Sequence[str]) -> list[str]:
    """Keys of the child's name with each parent's, of both parents, and of two words of the child's own name.

    Only the first word of a parent's name is used: the family name occurs in both and would add
    nothing. Two words of the child's own name give the same pair in either order, because clerks
    exchange given name and family name.
    """
    word_keys = [keys for text in own for keys in names.word_keys(text)]
    own_keys = {key for text in own for key in names.first_word_keys(text)}
    relatives_keys = [names.first_word_keys(text) for text in relatives]
    pairs = {f"{own_key}+{key}" for keys in relatives_keys for key in keys for own_key in own_keys}
    for item, other in combinations(relatives_keys, 2):
        pairs |= {"&".join(sorted((key, other_key))) for key in item for other_key in other}
    for entry, other in combinations(word_keys, 2):
        pairs |= {
            OWN_NAMES_SEPARATOR.join(sorted((mine, more))) for mine in entry for more in other
            if mine != more and (mine in own_keys or more in own_keys)
        }  # fmt: skip
    return sorted(pairs)


def name_trio_keys(own: Sequence[str], relatives: Sequence[str]) -> list[str]:
    """Keys of three names: two own words with a parent's name, and an own name with both parents' names.

    They find a child who has moved among a million, where hundreds of children share two names.
    """
    word_keys = [names.word_keys(text) for text in own]
    relatives_keys = [names.first_word_keys(text) for text in relatives]
    trios: set[str] = set()
    for first, *more in filter(None, word_keys):
        twos = {
            OWN_NAMES_SEPARATOR.join(sorted((a, b)))
            for keys in more
            for a in first
            for b in keys
            if a != b
        }
        trios |= {f"{two}+{key}" for two in twos for keys in relatives_keys for key in keys}
        for entry, other in combinations(relatives_keys, 2):
            trios |= {
                f"{a}+{'&'.join(sorted((b, c)))}" for a in first for b in entry for c in other
            }
    return sorted(trios)


def name_place_keys(
    own: Sequence[str], relatives: Sequence[str], places: Sequence[str]
) -> list[str]:
    """Keys of the child's name and of each parent's name with each home place.

    Few people in a village share a name. The keys find a child who is recorded with another
    district or none, and a child who shares only one name.
    """
    name_keys = {key for text in (*own, *relatives) for key in names.first_word_keys(text)}
    home = {
        key for text in places[:MAX_PLACES] for key in names.first_word_keys("".join(text.split()))
    }
    return sorted(f"{name}{PLACE_SEPARATOR}{place}" for name in name_keys for place in home)
