"""The threshold to work with, by a model's own reckoning: a wrong person who stands first does harm."""

from typing import Final

import numpy as np

from saathi.matching.linking.scoring import BitArray

# Of a hundred records asked for whose person is not there, at most one meets a wrong one at or above
# the threshold. It may reckon with less than half of it: in a dense register of few names it says too much.
MAX_WRONG_FIRST: Final = 0.01
MARGIN: Final = 0.45
LOWEST, HIGHEST = 50, 95  # hundredths


def find_threshold(probability: BitArray, records: int) -> float:
    """The lowest threshold from .5 to .95 at which so few records meet a wrong one.

    `probability` is of pairs among so many records. A pair that is said to be one person with p is
    not with 1 - p, and then either of its records meets a wrong one.
    """
    ordered = np.sort(probability)[::-1]
    wrong = 2 * np.cumsum(1 - ordered) / max(records, 1)
    for hundredth in range(LOWEST, HIGHEST):
        least = hundredth / 100
        kept = int(np.searchsorted(-ordered, -least, side="right"))
        if not kept or wrong[kept - 1] <= MAX_WRONG_FIRST * MARGIN:
            return least
    return HIGHEST / 100
