"""The threshold itself: which counts are few."""

import pytest

from saathi.engines.disclosure.tables import ZeroPolicy
from tests.engines.disclosure.test_windows import K, problem_of


@pytest.mark.parametrize(
    ("count", "zeros", "is_few"),
    [
        (0, ZeroPolicy.PROTECTED, True),
        (0, ZeroPolicy.PUBLIC, False),
        (1, ZeroPolicy.PROTECTED, True),
        (1, ZeroPolicy.PUBLIC, True),
        (K - 1, ZeroPolicy.PROTECTED, True),
        (K - 1, ZeroPolicy.PUBLIC, True),
        (K, ZeroPolicy.PROTECTED, False),
        (K, ZeroPolicy.PUBLIC, False),
    ],
)
def test_counts_below_k_are_few(count: int, zeros: ZeroPolicy, *, is_few: bool) -> None:
    problem = problem_of([[count, 90], [80, 70]], zeros)
    cell = problem.system.index[(("kind", "k0"), ("place", "p00"))]
    assert bool(problem.sensitive[cell]) is is_few
    assert problem.sensitive.sum() == is_few
