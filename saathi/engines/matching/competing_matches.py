"""The probability that each of several found children is the sought one, since only one can be.

Each is weighed against the others and against none of them being right. A child with records at two
agencies appears twice, and those two records do not count against each other.
"""

from collections.abc import Callable, Sequence
from typing import Final

# A child with a smaller share of all odds is not checked for being another's second record, since
# that would change nothing.
MIN_SHARE_TO_COMPARE: Final = 0.02
MAX_COMPARED: Final = 6

type SameChildProbability = Callable[
    [int, int], float
]  # the probability that two children found are one child


def match_probabilities(odds: Sequence[float], same: SameChildProbability) -> list[float]:
    """The probability of each, from its odds and those of the others that are different children.

    `odds` are against none of the children being right, as if the others were not there.
    """
    whole = 1 + sum(odds)
    serious = sorted(
        (at for at, own_odds in enumerate(odds) if own_odds >= MIN_SHARE_TO_COMPARE * whole),
        key=lambda at: -odds[at],
    )[:MAX_COMPARED]
    spared = [0.0] * len(odds)  # the odds of others that are second records of the same child
    for at, place in enumerate(serious):
        for other in serious[at + 1 :]:
            is_same = same(place, other)
            spared[place] += is_same * odds[other]
            spared[other] += is_same * odds[place]
    return [
        own_odds / (whole - same_child_odds)
        for own_odds, same_child_odds in zip(odds, spared, strict=True)
    ]
