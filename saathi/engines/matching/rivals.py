"""The probability of each of several found children to be the sought one, since only one can be.

Each is compared with the others and with none of them being right. A child with records at two
agencies is among them twice, and the two records do not count against one another.
"""

from collections.abc import Callable, Sequence
from typing import Final

# A child with a smaller share of all odds is not checked for being another's second record: it
# changes nothing.
MIN_SHARE_TO_COMPARE: Final = 0.02
MAX_COMPARED: Final = 6

type SameChildProbability = Callable[
    [int, int], float
]  # the probability that two of those found are one child


def match_shares(odds: Sequence[float], same: SameChildProbability) -> list[float]:
    """The probability of each: its odds beside those of the others, as far as they are other children.

    `odds` are those against none of them, as if the others were not there.
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
