"""Keys of two names that go together. Knows no model, so that a load can use it in bare processes."""

from collections.abc import Sequence
from itertools import combinations

from saathi.matching import names


def pairs_of(own: Sequence[str], relatives: Sequence[str]) -> list[str]:
    """The keys of her name beside that of each parent, and of both parents: few children share two.

    Of each name the first word alone; a family name stands in both, and would say the same twice.
    """
    hers = {key for text in own for key in names.first_keys(text)}
    theirs = [names.first_keys(text) for text in relatives]
    found = {f"{mine}+{key}" for keys in theirs for key in keys for mine in hers}
    for one, other in combinations(theirs, 2):
        found |= {"&".join(sorted((mine, yours))) for mine in one for yours in other}
    return sorted(found)
