"""The threshold for daily use, by a model's own probabilities: a wrong first match does harm."""

from typing import Final

import numpy as np

from saathi.engines.matching.linking.scoring import BitArray

# Of a hundred searches for people without a record, at most one may match a wrong person at or
# above the threshold. The estimate may use six tenths of that: in a dense register with few
# distinct names, probabilities are too high.
MAX_WRONG_FIRST: Final = 0.01
MARGIN: Final = 0.6
LOWEST, HIGHEST = 50, 95  # hundredths


def find_working_threshold(probability: BitArray, records: int) -> float:
    """The lowest threshold from .5 to .95 at which few enough records match a wrong person.

    `probability` is that of each pair among these records. A pair of probability p is wrong with
    probability 1 - p, and then each of its two records matches a wrong person.
    """
    ordered = np.sort(probability)[::-1]
    wrong = 2 * np.cumsum(1 - ordered) / max(records, 1)
    for hundredth in range(LOWEST, HIGHEST):
        least = hundredth / 100
        selected = int(np.searchsorted(-ordered, -least, side="right"))
        if not selected or wrong[selected - 1] <= MAX_WRONG_FIRST * MARGIN:
            return least
    return HIGHEST / 100
