"""Whole tables in which every block of hidden cells has a reason: some cell in it is small.

An attacker who knows the rule discards all others. This module computes how far each hidden cell
can still go in those that remain, by integer programmes with several goals at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from saathi.engines.disclosure.attacker import RangeRequirement
from saathi.engines.disclosure.budget import limit_solver
from saathi.engines.disclosure.system import IntArray, Matrix

# A hidden cell without a bound of its own is followed this far beyond the largest known number.
REACH_FACTOR, REACH = 4, 100
SECONDS = 10.0


@dataclass(frozen=True)
class RuleKnowledge:
    """What is known about all cells: sums, bounds, threshold, and the blocks with a small cell."""

    matrix: Matrix
    lower: IntArray
    upper: IntArray
    sums: IntArray
    k: int
    blocks: Sequence[IntArray]


class ReasonedTables:
    """The tables that agree with all that is known, and how far cells go in them.

    `low` and `high` are the values seen so far; a `truth` in which every block has a reason is the
    first such table.
    """

    def __init__(self, knowledge: RuleKnowledge, truth: IntArray | None = None) -> None:
        self.knowledge = knowledge
        known = knowledge
        largest = int(np.max(known.lower, initial=0))
        self.upper = np.minimum(known.upper, REACH_FACTOR * largest + REACH * known.k)
        if (known.lower >= 0).all():
            _limit_parts(known.matrix, self.upper)
        self.low, self.high = self.upper.copy(), known.lower.copy()
        if truth is not None:
            self._see(truth)
        self._unknown = np.flatnonzero(known.lower < known.upper)
        base = np.where(known.lower < known.upper, 0, known.lower)
        part = sparse.csr_array(known.matrix[:, self._unknown])
        used = np.flatnonzero(np.diff(part.indptr))
        self._sums = part[used]
        self._right = (known.sums - known.matrix @ base)[used]
        self._place = np.full(len(known.lower), -1)
        self._place[self._unknown] = np.arange(len(self._unknown))

    def _see(self, table: IntArray) -> None:
        np.minimum(self.low, table, out=self.low)
        np.maximum(self.high, table, out=self.high)

    def is_met(self, goal: RangeRequirement) -> bool:
        """Whether a table was seen that reaches the goal."""
        if goal.sign > 0:
            return bool(self.high[goal.cell] >= goal.goal)
        return bool(self.low[goal.cell] <= goal.goal)

    def list_unreachable(self, goals: Sequence[RangeRequirement]) -> list[RangeRequirement]:
        """The goals that no remaining table reaches, or for which none was found in the time."""
        while True:
            open_goals = [goal for goal in goals if not self.is_met(goal)]
            if not open_goals or not self._reach_some(open_goals):
                return open_goals

    def _reach_some(self, goals: Sequence[RangeRequirement]) -> bool:
        """Finds a table that reaches as many goals as possible; returns whether one was found."""
        many = len(self._unknown)
        small = self._small_cells()
        size = many + len(small) + len(goals)
        cells = np.array([self._place[goal.cell] for goal in goals])
        rows = [*self._reasons(small, size), *self._steps(goals, cells, many + len(small), size)]
        matrix = sparse.csr_array(np.array(rows)) if rows else sparse.csr_array((0, size))
        wide = sparse.hstack(
            [self._sums, sparse.csr_array((self._sums.shape[0], size - many))], format="csr"
        )
        constraints = [LinearConstraint(wide, self._right, self._right)] if wide.shape[0] else []
        if rows:
            limits = self._reason_limits(small) + self._step_limits(goals)
            constraints.append(LinearConstraint(matrix, lb=np.array(limits, dtype=float)))
        low = np.concatenate([self.knowledge.lower[self._unknown], np.zeros(size - many)])
        high = np.concatenate([self.upper[self._unknown], np.ones(size - many)])
        cost = np.zeros(size)
        cost[many + len(small) :] = -1.0
        result = milp(
            cost,
            constraints=constraints,
            integrality=np.ones(size),
            bounds=Bounds(low, high),
            options={"time_limit": limit_solver(SECONDS), "mip_rel_gap": 0.5},
        )
        if result.x is None:
            return False
        return self._adopt(np.rint(result.x[:many]).astype(np.int64), goals)

    def _adopt(self, values: IntArray, goals: Sequence[RangeRequirement]) -> bool:
        """Takes the table if it is one in whole numbers; returns whether it reaches a goal."""
        known = self.knowledge
        table = known.lower.copy()
        table[self._unknown] = values
        is_small = table < known.k
        if (known.matrix @ table != known.sums).any() or (table < known.lower).any():
            return False
        if (table > known.upper).any() or not all(is_small[block].any() for block in known.blocks):
            return False
        self._see(table)
        return any(self.is_met(goal) for goal in goals)

    def _small_cells(self) -> IntArray:
        """The cells that may be the reason of a block."""
        if not self.knowledge.blocks:
            return np.zeros(0, dtype=np.int64)
        cells = np.unique(np.concatenate(self.knowledge.blocks))
        return cells[(self.knowledge.lower[cells] < self.knowledge.k) & (self._place[cells] >= 0)]

    def _reasons(self, small: IntArray, size: int) -> list[NDArray[np.float64]]:
        """Constraint rows: a marked cell is below k, and every block has a mark."""
        rows, many = [], len(self._unknown)
        for number, cell in enumerate(small.tolist()):
            row = np.zeros(size)
            row[self._place[cell]] = -1.0
            row[many + number] = -float(self.upper[cell])
            rows.append(row)
        for block in self.knowledge.blocks:
            row = np.zeros(size)
            row[many + np.flatnonzero(np.isin(small, block))] = 1.0
            rows.append(row)
        return rows

    def _reason_limits(self, small: IntArray) -> list[float]:
        k = self.knowledge.k
        marks = [-float(self.upper[cell]) - k + 1 for cell in small.tolist()]
        return marks + [1.0] * len(self.knowledge.blocks)

    def _steps(
        self, goals: Sequence[RangeRequirement], cells: IntArray, first: int, size: int
    ) -> list[NDArray[np.float64]]:
        """Constraint rows: a marked goal is reached."""
        rows = []
        for number, (goal, place) in enumerate(zip(goals, cells.tolist(), strict=True)):
            row = np.zeros(size)
            row[place] = float(goal.sign)
            row[first + number] = (
                -float(goal.goal) if goal.sign > 0 else -float(self.upper[goal.cell])
            )
            rows.append(row)
        return rows

    def _step_limits(self, goals: Sequence[RangeRequirement]) -> list[float]:
        return [
            0.0 if goal.sign > 0 else -float(self.upper[goal.cell]) - goal.goal for goal in goals
        ]


def _limit_parts(matrix: Matrix, upper: IntArray) -> None:
    """Lowers bounds: a part is no more than its total. Small bounds keep the programmes exact."""
    sums = sparse.csr_array(matrix)
    before = -1
    while before != (before := int(upper.sum())):
        for start, end in pairwise(sums.indptr.tolist()):
            cells, signs = sums.indices[start:end], sums.data[start:end]
            if (signs > 0).sum() == 1:
                parts = cells[signs < 0]
                upper[parts] = np.minimum(upper[parts], upper[cells[signs > 0]])
