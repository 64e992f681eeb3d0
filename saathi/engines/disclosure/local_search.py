"""A walk through whole tables, one finest cell at a time, until every sum is in its bounds.

Failure proves nothing; if the walk succeeds, the table it found can be checked. Sums that stay out
of bounds for long get more and more weight, so that the walk does not go in circles.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from saathi.engines.disclosure.budget import limit_solver
from saathi.engines.disclosure.linear_programme import FloatArray
from saathi.engines.disclosure.system import IntArray, Matrix

UNBOUNDED = 2**50
# In a sum with more cells than this, only this many random ones are tried.
MAX_CANDIDATES = 48
# A changed cell stays unchanged for this many steps.
REST = 8
HEAVIER = 0.25
# Changes that make a sum worse by less than this count as neutral.
NOISE = 1e-2
# The wall-clock limit is checked after this many steps.
STEPS_BETWEEN_CHECKS = 500
# How readily a worsening step is taken, at the beginning and at the end.
TEMPERATURES = (1.0, 0.05)
STAGES = 24


@dataclass(frozen=True)
class RowLimits:
    """The lowest and the highest value of each row."""

    low: IntArray
    high: IntArray


class TableSearch:
    """The whole values of finest cells, the sums they make, and the sums out of bounds."""

    def __init__(self, rows: Matrix, limits: RowLimits, cells: RowLimits, seed: int = 0) -> None:
        """Sets `rows`, a row per sum and a column per finest cell, and the bounds of `cells`."""
        self.rows = sparse.csr_array(rows)
        self.low = np.append(limits.low, -UNBOUNDED)
        self.high = np.append(limits.high, UNBOUNDED)
        self.cells = cells
        self.draw = np.random.default_rng(seed)
        self._touched, self._signs = _padded(self.rows.tocsc(), self.rows.shape[0])
        self.weights: FloatArray = np.ones(len(self.low))
        self.values: IntArray = np.zeros(self.rows.shape[1], np.int64)
        self.sums: IntArray = np.zeros(len(self.low), np.int64)
        self._rest: IntArray = np.zeros(self.rows.shape[1], np.int64)
        self._step = 0
        self.heat = 0.0
        self._open: list[int] = []
        self._where: dict[int, int] = {}
        self.journal: list[tuple[int, int]] | None = None

    def start_from(self, values: IntArray) -> None:
        """Starts from these values of the finest cells."""
        self.values = values.astype(np.int64).copy()
        self.sums = np.append(self.rows @ self.values, 0)
        self._open, self._where = [], {}
        self._look(np.flatnonzero((self.sums < self.low) | (self.sums > self.high)))

    @property
    def count_violated_rows(self) -> int:
        """The number of sums out of bounds."""
        return len(self._open)

    def run(self, steps: int) -> bool:
        """Takes at most the given steps; returns whether every sum is then in its bounds."""
        for step in range(steps):
            if not self._open:
                break
            if not step % STEPS_BETWEEN_CHECKS:
                limit_solver(np.inf)
            self._go(self._open[int(self.draw.random() * len(self._open))])
        return not self._open

    def settle(self, steps: int) -> int:
        """Takes at most the given steps, cooling down; returns how many sums stay out of bounds.

        While warm, it also takes worsening steps, so that it finds detours.
        """
        for heat in np.geomspace(*TEMPERATURES, STAGES):
            self.heat = float(heat)
            if self.run(steps // STAGES):
                break
        self.heat = 0.0
        return len(self._open)

    def reach(self, row: int, limits: tuple[int, int], steps: int) -> IntArray | None:
        """The rows that changed while one row was brought within other limits; None if that failed.

        Afterwards the caller reads `sums` and calls `undo_bring_within_limits`.
        """
        before = int(self.low[row]), int(self.high[row])
        self.journal = []
        self.low[row], self.high[row] = limits
        self._look(np.array([row]))
        is_reached = self.run(steps)
        self.low[row], self.high[row] = before
        if not is_reached:
            return None
        changed = np.unique(self._touched[[cell for cell, _ in self.journal]])
        return changed[changed < len(self.sums) - 1]

    def undo_bring_within_limits(self) -> None:
        """Undoes what `reach` did."""
        for cell, change in reversed(self.journal or []):
            self.values[cell] -= change
            self.sums[self._touched[cell]] -= self._signs[cell] * change
        self.sums[-1] = 0
        self.journal = None
        self._open, self._where = [], {}
        self.weights[:] = 1.0
        self._rest[:] = 0
        self._step = 0

    def _go(self, row: int) -> None:
        """Changes the finest cell of this row that brings the most sums into bounds."""
        self._step += 1
        inside = slice(self.rows.indptr[row], self.rows.indptr[row + 1])
        cells, signs = self.rows.indices[inside], self.rows.data[inside]
        if len(cells) > MAX_CANDIDATES:
            some = self.draw.integers(0, len(cells), MAX_CANDIDATES)
            cells, signs = cells[some], signs[some]
        lacks = int(
            max(self.low[row] - self.sums[row], 0) - max(self.sums[row] - self.high[row], 0)
        )
        distance = signs * lacks
        room = np.clip(
            distance,
            self.cells.low[cells] - self.values[cells],
            self.cells.high[cells] - self.values[cells],
        )
        free = (room != 0) & (self._rest[cells] < self._step)
        if not free.any():
            self.weights[row] += HEAVIER
            return
        cells, change = cells[free], room[free]
        rows = self._touched[cells]
        before = self.sums[rows]
        low, high = self.low[rows], self.high[rows]
        after = before + self._signs[cells] * change[:, None]
        worse = (_outside(after, low, high) ** 2 - _outside(before, low, high) ** 2) * self.weights[
            rows
        ]
        judged = worse.sum(1) / np.abs(change) + self.draw.random(len(cells)) * 1e-3
        best = int(judged.argmin())
        if (
            judged[best] > NOISE
            and self.heat
            and self.draw.random() > np.exp(-judged[best] / self.heat)
        ):
            return
        if judged[best] >= 0 and not self.heat:
            self.weights[row] += HEAVIER
        self._change(int(cells[best]), int(change[best]))

    def _change(self, cell: int, change: int) -> None:
        self.values[cell] += change
        self._rest[cell] = self._step + REST
        rows = self._touched[cell]
        self.sums[rows] += self._signs[cell] * change
        self.sums[-1] = 0
        if self.journal is not None:
            self.journal.append((cell, change))
        self._look(rows)

    def _look(self, rows: IntArray) -> None:
        """Updates the list of rows out of bounds."""
        out = (self.sums[rows] < self.low[rows]) | (self.sums[rows] > self.high[rows])
        for row, is_out in zip(rows.tolist(), out.tolist(), strict=True):
            place = self._where.get(row)
            if is_out and place is None:
                self._where[row] = len(self._open)
                self._open.append(row)
            elif place is not None and not is_out:
                last = self._open.pop()
                del self._where[row]
                if last != row:
                    self._open[place], self._where[last] = last, place


def _outside(sums: IntArray, low: IntArray, high: IntArray) -> IntArray:
    return np.asarray(np.maximum(np.maximum(low - sums, sums - high), 0))


def _padded(columns: Matrix, last: int) -> tuple[IntArray, IntArray]:
    """For each column its rows and their signs, filled up with a row that has no bounds."""
    many = np.diff(columns.indptr)
    rows = np.full((columns.shape[1], int(many.max(initial=0))), last, dtype=np.int64)
    signs = np.zeros(rows.shape, dtype=np.int64)
    place = np.arange(rows.shape[1])[None, :] < many[:, None]
    rows[place], signs[place] = columns.indices, columns.data
    return rows, signs
