"""As which multiples of the base a count may be shown."""

import numpy as np
import pytest

from saathi.engines.disclosure.rounding import RoundingRule, rounding_bounds
from saathi.engines.disclosure.tables import ZeroPolicy


@pytest.mark.parametrize(
    ("count", "is_fixed", "zeros", "low", "high"),
    [
        (0, False, ZeroPolicy.PROTECTED, 0, 5),  # a zero may look like a child
        (5, False, ZeroPolicy.PROTECTED, 0, 5),  # and a child like a zero
        (0, True, ZeroPolicy.PROTECTED, 0, 0),  # empty by nature
        (0, False, ZeroPolicy.PUBLIC, 0, 0),
        (5, False, ZeroPolicy.PUBLIC, 5, 5),
        (3, False, ZeroPolicy.PROTECTED, 0, 5),
        (3, False, ZeroPolicy.PUBLIC, 0, 5),
        (12, False, ZeroPolicy.PROTECTED, 10, 15),
    ],
)
def test_count_may_be_shown_as_these_multiples(
    count: int, zeros: ZeroPolicy, low: int, high: int, *, is_fixed: bool
) -> None:
    bounds = rounding_bounds(np.array([count]), np.array([is_fixed]), RoundingRule(5, zeros))
    assert [int(each[0]) for each in bounds] == [low, high]
