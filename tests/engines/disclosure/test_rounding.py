"""As which multiples of the base a count may be shown, and how often as which."""

from itertools import product

import numpy as np
import pytest

from saathi.engines.disclosure.hierarchies import TOTAL
from saathi.engines.disclosure.policy import DisclosurePolicy
from saathi.engines.disclosure.protect import ProtectionSettings, protect_tables
from saathi.engines.disclosure.rounding import RoundingRule, rounding_bounds
from saathi.engines.disclosure.system import IntArray
from saathi.engines.disclosure.tables import CountTable, DisclosureMethod, TableRow, ZeroPolicy


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


def _table(counts: IntArray) -> CountTable:
    """A table of the finest cells and all their margins."""
    names = tuple("abc"[: counts.ndim])
    rows = []
    for place in product(*[[*range(size), TOTAL] for size in counts.shape]):
        inside = tuple(slice(None) if code == TOTAL else code for code in place)
        rows.append(TableRow(tuple(map(str, place)), int(counts[inside].sum())))
    return CountTable("t.csv", names, rows)


def _rounded(counts: IntArray, key: int) -> tuple[int, ...]:
    """What is printed of a table with protected zeros; every attack on it fails."""
    policy = DisclosurePolicy(5, ZeroPolicy.PROTECTED)
    order = ProtectionSettings(policy, DisclosureMethod.ROUND, key=key.to_bytes(32))
    protected = protect_tables([_table(counts)], {}, order)
    assert protected.report.passes
    assert protected.reach == 0
    return tuple(int(row.text or 0) for row in protected.tables[0].rows)


def test_replay_does_not_tell_that_a_printed_zero_is_fewer_than_five() -> None:
    # An attacker who counts how many secrets lead from each table to the printed one.
    printed = (25, 20, 0, 45)
    ways = [
        sum(_rounded(np.array(counts), key) == printed for key in range(150))
        for counts in ([22, 22, 1], [22, 18, 5])
    ]
    assert ways[1] > 0
    assert ways[0] < 20 * ways[1], "a five is never twenty times less likely"


@pytest.mark.parametrize("counts", [[22, 22, 1], [3, 0, 0], [1, 17, 9, 14]])
def test_every_printed_zero_may_be_a_five(counts: list[int]) -> None:
    printed = _rounded(np.array(counts), 1)
    zeros = [place for place, value in enumerate(printed[:-1]) if not value]
    assert zeros
    for place in zeros:
        near = [range(max(0, value - 2), value + 3) for value in printed[:-1]]
        near[place] = range(5, 6)
        tables = [np.array(item) for item in product(*near) if abs(sum(item) - printed[-1]) < 5]
        draw = np.random.default_rng(place)
        assert any(
            _rounded(tables[int(draw.integers(len(tables)))], key) == printed
            for key in range(1_500)
        )


@pytest.mark.parametrize("shape", [(8, 9), (40, 30)])
def test_fives_are_shown_as_zero_at_times_and_every_sum_adds_up(shape: tuple[int, int]) -> None:
    counts = np.random.default_rng(3).integers(0, 9, shape)
    printed = [_rounded(counts, key) for key in range(4)]
    shown = np.array([np.reshape(item, [size + 1 for size in shape]) for item in printed])
    inner = shown[:, :-1, :-1]
    assert (inner.sum(axis=1) == shown[:, -1, :-1]).all()
    assert (inner.sum(axis=2) == shown[:, :-1, -1]).all()
    falls = (inner[:, counts == 5] == 0).mean()
    assert 0.01 < falls < 0.25


def test_a_lone_five_and_its_totals_are_shown_as_zero_at_times() -> None:
    counts = np.array([[5, 0], [0, 0]])
    assert (0,) * 9 in {_rounded(counts, key) for key in range(60)}
