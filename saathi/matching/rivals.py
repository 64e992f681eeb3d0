"""How probable each of several children found is the one looked for, since only one of them can be.

Each is held against the others and against nobody of them being her. A child whom two agencies have on
record stands among them twice, and her two records do not speak against one another.
"""

from collections.abc import Callable, Sequence
from typing import Final

# Whoever holds less of all odds is not asked whether she is another's second record: it changes nothing.
MIN_SHARE_TO_COMPARE: Final = 0.02
MAX_COMPARED: Final = 6

type SameChildProbability = Callable[
    [int, int], float
]  # how probable it is that two of those found are one child


def match_shares(odds: Sequence[float], same: SameChildProbability) -> list[float]:
    """The probability of each: her odds, beside those of the others as far as they are other children.

    `odds` are those against nobody of them, as if the others were not there.
    """
    whole = 1 + sum(odds)
    serious = sorted(
        (at for at, one in enumerate(odds) if one >= MIN_SHARE_TO_COMPARE * whole),
        key=lambda at: -odds[at],
    )[:MAX_COMPARED]
    spared = [0.0] * len(odds)  # of the odds of the others those that are her own second record's
    for at, one in enumerate(serious):
        for other in serious[at + 1 :]:
            alike = same(one, other)
            spared[one] += alike * odds[other]
            spared[other] += alike * odds[one]
    return [one / (whole - less) for one, less in zip(odds, spared, strict=True)]
