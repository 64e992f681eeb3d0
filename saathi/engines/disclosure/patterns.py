"""The attack that knows this program: which whole tables would have led to these hidden cells?

For small tables, all whole tables that agree with what is printed are enumerated. A table remains
if every hidden cell has a reason in it: the cell is sensitive, or without it a sensitive one would
be known too precisely. What the remaining tables have in common is proven, even if single ranges
are wide.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from saathi.engines.disclosure import inference
from saathi.engines.disclosure.attacker import UNBOUNDED
from saathi.engines.disclosure.policy import SuppressionProblem
from saathi.engines.disclosure.system import IntArray, Matrix, sums_within
from saathi.engines.disclosure.tables import ZeroPolicy

# Larger patterns or larger numbers of whole tables are not enumerated.
MAX_CELLS = 40
MAX_TABLES = 20_000
# The most cells hidden only because a pattern would reveal something.
MAX_ADDED_CELLS = 6

type BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class PatternKnowledge:
    """What is known of hidden cells: bounds, sums, threshold, and whether a zero is sensitive."""

    matrix: Matrix
    lower: IntArray
    upper: IntArray
    k: int
    is_zero_sensitive: bool


@dataclass(frozen=True)
class SuppressionPattern:
    """The hidden cells, all whole tables for them, and those that the program would have hidden this way."""

    cells: IntArray
    tables: IntArray
    likely: BoolArray

    def list_revealed_cells(self, k: int, *, is_zero_sensitive: bool) -> list[int]:
        """The hidden cells about which too much is proven."""
        return [
            cell
            for cell, (low, high) in self.ranges.items()
            if low == high or high < k or (is_zero_sensitive and 0 < low < k)
        ]

    @property
    def ranges(self) -> Mapping[int, tuple[int, int]]:
        """The lowest and the highest value of every hidden cell over the remaining tables."""
        left = self.tables[self.likely]
        if not len(left):
            return {}
        ends = zip(left.min(axis=0).tolist(), left.max(axis=0).tolist(), strict=True)
        return dict(zip(self.cells.tolist(), ends, strict=True))

    def includes(self, counts: IntArray) -> bool:
        """Whether these counts are among the remaining tables."""
        own = (self.tables == counts[self.cells]).all(axis=1)
        return bool((own & self.likely).any())


def enumerate_pattern(sight: PatternKnowledge) -> SuppressionPattern | None:
    """The pattern of all tables that agree with what is printed; None if there are too many."""
    cells = np.flatnonzero(sight.lower < sight.upper)
    if not len(cells) or len(cells) > MAX_CELLS:
        return None
    tables = _tables(sight, cells)
    if tables is None or not len(tables):
        return None
    return SuppressionPattern(cells, tables, _likely(sight, cells, tables))


def _tables(sight: PatternKnowledge, cells: IntArray) -> IntArray | None:
    """Every whole table, built cell by cell; in each step sums exclude what cannot be completed."""
    matrix = sight.matrix.astype(np.int64)
    base = np.where(sight.lower == sight.upper, sight.lower, 0)
    part = matrix[:, cells].toarray()
    right = -(matrix @ base)
    used = part.any(axis=1)
    part, right = part[used], right[used]
    low, high = sight.lower[cells].copy(), sight.upper[cells].copy()
    _narrow(part, right, low, high)
    if (high >= UNBOUNDED).any():
        return None
    partial_tables = np.zeros((1, 0), dtype=np.int64)
    for place in range(len(cells)):
        rest = part[:, place + 1 :]
        least = np.where(rest > 0, rest * low[place + 1 :], rest * high[place + 1 :]).sum(axis=1)
        most = np.where(rest > 0, rest * high[place + 1 :], rest * low[place + 1 :]).sum(axis=1)
        remaining = right - partial_tables @ part[:, :place].T
        own_low = np.full(len(partial_tables), low[place])
        own_high = np.full(len(partial_tables), high[place])
        for row in np.flatnonzero(part[:, place]):
            sign = part[row, place]
            ends = np.stack(
                [(remaining[:, row] - least[row]) * sign, (remaining[:, row] - most[row]) * sign]
            )
            own_low = np.maximum(own_low, ends.min(axis=0))
            own_high = np.minimum(own_high, ends.max(axis=0))
        many = np.maximum(0, own_high - own_low + 1)
        if many.sum() > MAX_TABLES:
            return None
        repeats = np.repeat(np.arange(len(partial_tables)), many)
        first = np.repeat(np.cumsum(many) - many, many)
        values = own_low[repeats] + np.arange(len(repeats)) - first
        partial_tables = np.column_stack([partial_tables[repeats], values])
    return partial_tables


def _narrow(part: IntArray, right: IntArray, low: IntArray, high: IntArray) -> None:
    """Bounds from single sums, repeated until nothing changes."""
    while True:
        before = low.copy(), high.copy()
        for row, goal in zip(part, right.tolist(), strict=True):
            for place in np.flatnonzero(row):
                others = np.flatnonzero(row)
                others = others[others != place]
                signs = row[others]
                least = int(np.where(signs > 0, low[others], -high[others]).sum())
                most = int(np.where(signs > 0, high[others], -low[others]).sum())
                ends = sorted((int(row[place]) * (goal - least), int(row[place]) * (goal - most)))
                if abs(ends[0]) < UNBOUNDED // 2:
                    low[place] = max(low[place], ends[0])
                if abs(ends[1]) < UNBOUNDED // 2:
                    high[place] = min(high[place], ends[1])
        if (before[0] == low).all() and (before[1] == high).all():
            return


def _likely(sight: PatternKnowledge, cells: IntArray, tables: IntArray) -> BoolArray:
    """For each table, whether no hidden cell could have been shown without harm."""
    small = tables < sight.k
    if not sight.is_zero_sensitive:
        small &= tables > 0
    floor = sight.lower[cells]
    likely = small.any(axis=1)
    for place in range(len(cells)):
        for value in np.unique(tables[:, place]):
            group = np.flatnonzero(tables[:, place] == value)
            if small[group[0], place]:
                continue
            least, most = tables[group].min(axis=0), tables[group].max(axis=0)
            is_open = (least <= floor) & (most >= sight.k)
            is_fair = (least <= floor) | (least >= sight.k)
            # If shown, this cell would reveal no sensitive one: there was no reason to hide it.
            harm = (small[group] & ~is_open) | (~small[group] & ~is_fair)
            likely[group[~harm.any(axis=1)]] = False
    return np.asarray(likely)


def widen_random_choice(problem: SuppressionProblem, hidden: BoolArray, seed: int) -> BoolArray:
    """The choice with more random cells, until its pattern reveals nothing.

    A cell that was not needed makes the reasons for the others useless to an attacker.
    """
    if not problem.sensitive.any():
        return hidden
    own = np.flatnonzero(problem.printed)
    matrix = sums_within(problem.system.matrix, own)
    k = problem.policy.k
    is_zero_sensitive = problem.policy.zeros is ZeroPolicy.PROTECTED
    draw = np.random.default_rng(seed)
    for _ in range(MAX_ADDED_CELLS):
        lower = np.where(hidden, problem.floor, problem.counts)
        upper = np.where(hidden, problem.max_counts, problem.counts)
        sight = PatternKnowledge(matrix, lower[own], upper[own], k, is_zero_sensitive)
        pattern = enumerate_pattern(sight)
        if pattern is None or not pattern.includes(problem.counts[own]):
            return hidden
        if not pattern.list_revealed_cells(k, is_zero_sensitive=is_zero_sensitive):
            return hidden
        more = _one_more(problem, hidden, draw)
        if more is None:
            return hidden
        hidden = more
    return hidden


def _one_more(
    problem: SuppressionProblem, hidden: BoolArray, draw: np.random.Generator
) -> BoolArray | None:
    """The choice with one more cell that can vary and proves no presence."""
    for cell in draw.permutation(np.flatnonzero(problem.may_hide & ~hidden)).tolist():
        trial = hidden.copy()
        trial[cell] = True
        if inference.list_revealing_cells(problem, trial, []):
            continue
        if (inference.drop_computable_cells(problem, trial, []) == trial).all():
            return trial
    return None
