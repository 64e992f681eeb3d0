"""The attacker: what is known about every cell, and how far each hidden cell can still vary.

The attacker computes the ends of a cell's range. Every range it concedes is proven by whole tables
(tables of whole numbers), found by the linear programmes and checked here in integers, so that no
solver has to be trusted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from saathi.engines.disclosure.linear_programme import (
    FloatArray,
    LinearProgramme,
    ProgrammeSolution,
)
from saathi.engines.disclosure.system import IntArray, Matrix

TOLERANCE = 1e-6
# Seconds for one integer programme; without an answer, the range is not conceded.
INTEGER_SECONDS = 20.0
UNBOUNDED = 2**40
# Seconds in which some whole table of a component must be found.
TABLE_SECONDS = 120.0
# Searches for many cells at once are repeated until this many in a row find nothing new.
MAX_IDLE_SWEEPS = 2


@dataclass(frozen=True)
class RangeRequirement:
    """A cell that must be able to reach a value: downwards (sign -1) or upwards (sign 1)."""

    cell: int
    sign: int
    goal: int


# A whole table that agrees with everything known, given by the cells that differ from the true
# table.
type Witness = tuple[IntArray, IntArray]


@dataclass(frozen=True)
class UnmetRequirement:
    """An unmet need, how far the cell can go, and the dual prices of all sums as proof.

    Without prices, real numbers would reach the goal but whole numbers do not.
    """

    need: RangeRequirement
    value: float
    prices: FloatArray | None


class DisclosureAttacker:
    """An attacker who knows bounds of every cell and all the sums between them."""

    def __init__(
        self,
        matrix: Matrix,
        lower: IntArray,
        upper: IntArray,
        truth: IntArray | None = None,
        sums: IntArray | None = None,
    ) -> None:
        """Sets the bounds of all cells as whole numbers; `UNBOUNDED` or more means no bound.

        With the `truth`, which the attacker does not know, witnesses are saved for the next
        attacker. `sums` is the total of each row of the matrix, zero by default.
        """
        self.matrix = matrix
        self.truth = truth
        self.witnesses: list[Witness] = []
        self.open_needs: list[RangeRequirement] = []
        self.fractional: list[RangeRequirement] = []
        self.lower, self.upper = lower, upper
        self.low, self.high = upper.copy(), lower.copy()
        self.unknown = np.flatnonzero(lower < upper)
        is_known = lower == upper
        self.low[is_known] = self.high[is_known] = lower[is_known]
        self._whole: Matrix = matrix.astype(np.int64)
        self._base = np.where(is_known, lower, 0).astype(np.int64)
        self._sums = np.zeros(matrix.shape[0], np.int64) if sums is None else sums
        self._right = self._sums - self._whole @ self._base
        self._programmes: dict[int, _Component] = {}
        if truth is not None:
            np.minimum(self.low, truth, out=self.low)
            np.maximum(self.high, truth, out=self.high)

    def adopt_witnesses(self, witnesses: Iterable[Witness]) -> None:
        """Adopts witnesses of another attacker with the same truth that are valid here."""
        kept = [witness for witness in witnesses if len(witness[0])]
        if not kept:
            return
        cells, values = (np.concatenate(column) for column in zip(*kept, strict=True))
        many = np.array([len(moved) for moved, _ in kept])
        hidden = (self.lower < self.upper)[cells]
        holds = np.logical_and.reduceat(hidden, np.cumsum(many) - many)
        some = np.repeat(holds, many)
        np.minimum.at(self.low, cells[some], values[some])
        np.maximum.at(self.high, cells[some], values[some])

    def add_witness_table(self, cells: IntArray, values: IntArray) -> None:
        """Adds a whole table that is known to agree with everything as a witness."""
        if np.any(values < self.low[cells]) or np.any(values > self.high[cells]):
            self.low[cells] = np.minimum(self.low[cells], values)
            self.high[cells] = np.maximum(self.high[cells], values)
            if self.truth is not None:
                differs = values != self.truth[cells]
                self.witnesses.append((cells[differs], values[differs]))

    def allows_table(self, whole: IntArray) -> bool:
        """Whether a table of all cells agrees with every bound and every sum."""
        if np.any(whole < self.lower) or np.any(whole > self.upper):
            return False
        return not np.any(self._whole @ whole != self._sums)

    @cached_property
    def _components(self) -> tuple[Matrix, NDArray[np.int32], NDArray[np.int32]]:
        """The sums over unknown cells only, and the component of each such cell and of each sum."""
        part = self.matrix[:, self.unknown]
        rows, columns = part.shape
        coo = part.tocoo()
        links = sparse.coo_array(
            (np.ones(len(coo.data)), (coo.row, coo.col + rows)),
            shape=(rows + columns, rows + columns),
        )
        _, label = connected_components(links, directed=False)
        return part, label[rows:], label[:rows]

    @cached_property
    def _labels(self) -> NDArray[np.int64]:
        """The component of every cell, -1 for a known cell."""
        labels = np.full(len(self.lower), -1, dtype=np.int64)
        labels[self.unknown] = self._components[1]
        return labels

    def _piece(self, cell: int) -> "_Component":
        part, of_cells, of_rows = self._components
        label = int(self._labels[cell])
        if label not in self._programmes:
            places = np.flatnonzero(of_cells == label)
            rows = np.flatnonzero(of_rows == label)
            cells = self.unknown[places]
            component_rows = part[rows][:, places]
            upper = np.where(self.upper[cells] >= UNBOUNDED, np.inf, self.upper[cells]).astype(
                float
            )
            self._programmes[label] = _Component(
                cells,
                rows,
                component_rows.astype(np.int64),
                LinearProgramme(
                    component_rows,
                    self._right[rows].astype(float),
                    self.lower[cells].astype(float),
                    upper,
                ),
            )
        return self._programmes[label]

    @cached_property
    def horizon(self) -> int:
        """A value beyond which a range counts as unlimited."""
        known_values = self.lower[self.lower == self.upper]
        return 10 * int(max(known_values.max(initial=0), self.lower.max(initial=0))) + 1_000

    def contradictory_cells(self) -> NDArray[np.bool_]:
        """True for the cells of components for which no counts agree with all that is known."""
        _, of_cells, of_rows = self._components
        wrong = np.zeros(len(self.lower), dtype=bool)
        settled = ~np.isin(of_rows, of_cells)
        for row in np.flatnonzero(settled & (self._right != 0)):
            wrong[self._whole[[row]].indices] = True
        first = {int(label): int(cell) for label, cell in zip(of_cells, self.unknown, strict=True)}
        for cell in first.values():
            piece = self._piece(cell)
            if not piece.programme.is_feasible():
                wrong[piece.cells] = True
        return wrong

    def find_table(self) -> IntArray | None:
        """Some whole table that agrees with all that is known; None if none was found."""
        _, of_cells, of_rows = self._components
        settled = ~np.isin(of_rows, of_cells)
        if np.any(self._right[settled] != 0):
            return None
        whole = self._base.copy()
        first = {int(label): int(cell) for label, cell in zip(of_cells, self.unknown, strict=True)}
        for cell in first.values():
            piece = self._piece(cell)
            values = piece.programme.find_integer_values(TABLE_SECONDS)
            if values is None:
                return None
            whole[piece.cells] = np.rint(values).astype(np.int64)
        return whole if self.allows_table(whole) else None

    def add_witness_values(self, piece: "_Component", values: FloatArray) -> bool:
        """Adds values of one component as a witness if they are whole and agree with every sum."""
        cells = piece.cells
        whole = np.rint(values).astype(np.int64)
        if np.any(np.abs(values - whole) > 1e-4):
            return False
        if np.any(whole < self.lower[cells]) or np.any(whole > self.upper[cells]):
            return False
        if np.any(piece.matrix @ whole != self._right[piece.rows]):
            return False
        self.add_witness_table(cells, whole)
        return True

    def is_met(self, need: RangeRequirement) -> bool:
        """Whether a whole table is known that reaches the goal."""
        if need.sign > 0:
            return bool(self.high[need.cell] >= need.goal)
        return bool(self.low[need.cell] <= need.goal)

    def find_furthest(self, need: RangeRequirement) -> tuple[ProgrammeSolution, "_Component"]:
        """How far the cell can go towards the goal, in real numbers; and its component."""
        piece = self._piece(need.cell)
        place = np.array([piece.place(need.cell)])
        goals = np.array([float(need.goal)]) if need.sign > 0 else None
        answer = piece.programme.maximise(place, np.array([float(need.sign)]), goals)
        self.add_witness_values(piece, answer.cells)
        return answer, piece

    def search_witnesses(self, needs: Iterable[RangeRequirement]) -> None:
        """Searches for whole tables that meet many needs at once; the rest are tried singly."""
        draw = np.random.default_rng(0)
        open_needs = list(needs)
        for sign in (1, -1):
            same_sign = [need for need in open_needs if need.sign == sign]
            cells = np.array([need.cell for need in same_sign], dtype=np.int64)
            goals = np.array([need.goal for need in same_sign], dtype=np.int64)
            is_open = self._open(cells, goals, sign)
            idle = 0
            while (many := int(is_open.sum())) > 1 and idle < MAX_IDLE_SWEEPS:
                # All and a random half in turn: other goals lead to other vertices.
                picked = is_open & ((idle % 2 == 0) | (draw.random(len(same_sign)) < 0.5))
                labels = self._labels[cells]
                for label in np.unique(labels[picked]):
                    group = picked & (labels == label)
                    self._sweep_piece(cells[group], goals[group], sign)
                is_open = self._open(cells, goals, sign)
                idle = 0 if is_open.sum() < many else idle + 1

    def _open(self, cells: IntArray, goals: IntArray, sign: int) -> NDArray[np.bool_]:
        """True for goals that no known whole table reaches."""
        return self.high[cells] < goals if sign > 0 else self.low[cells] > goals

    def _sweep_piece(self, cells: IntArray, goals: IntArray, sign: int) -> None:
        piece = self._piece(int(cells[0]))
        places = np.searchsorted(piece.cells, cells)
        caps = goals.astype(float) if sign > 0 else None
        answer = piece.programme.maximise(places, np.full(len(cells), float(sign)), caps)
        self.add_witness_values(piece, answer.cells)

    def search_unmet(
        self, needs: Sequence[RangeRequirement], *, whole: bool = True, most: int | None = None
    ) -> list[UnmetRequirement]:
        """The unmet needs, tested in real numbers first; one proof may explain many.

        Afterwards, `open_needs` are those that fail, and `fractional` those that real numbers meet
        but for which no whole table was found yet; these are tested in whole numbers only if
        nothing else fails, and never without `whole`. The search stops after `most` failures.
        """
        self.search_witnesses(needs)
        failed: list[UnmetRequirement] = []
        self.fractional = []
        upward = np.array([need.cell for need in needs if need.sign > 0], dtype=np.int64)
        goals = np.array([need.goal for need in needs if need.sign > 0], dtype=np.int64)
        explained = np.zeros(len(self.lower), dtype=bool)
        for need in needs:
            if self.is_met(need) or (need.sign > 0 and explained[need.cell]):
                continue
            if most is not None and len(failed) >= most:
                break
            answer, piece = self.find_furthest(need)
            reached = need.sign * answer.value
            if need.sign * (need.goal - reached) > TOLERANCE:
                failed.append(UnmetRequirement(need, reached, self._all_prices(piece, answer)))
                explained[upward[self._explained(failed[-1].prices, upward, goals)]] = True
            elif not self.is_met(need):
                self.fractional.append(need)
        self.fractional = [need for need in self.fractional if not self.is_met(need)]
        aside = set(self.fractional)
        if not failed and whole:
            failed = self._whole_failures(self.fractional)
            aside = set()
        self.open_needs = [n for n in needs if not self.is_met(n) and n not in aside]
        return failed

    def _explained(
        self, prices: FloatArray | None, upward: IntArray, goals: IntArray
    ) -> NDArray[np.bool_]:
        """True for upward needs that the same prices prove to fail: one proof is enough for all."""
        if self.truth is None or prices is None:
            return np.zeros(len(upward), dtype=bool)
        moves = -(self.matrix.T @ prices)
        hidden = self.lower < self.upper
        room = np.where(hidden, self.truth - self.lower, 0)
        above = np.where(hidden & (self.upper < UNBOUNDED), self.upper - self.truth, 0)
        bound = float(np.where(moves < 0, -moves * room, moves * above)[hidden].sum())
        distance = goals - self.truth[upward]
        return np.asarray(
            (moves[upward] <= TOLERANCE - 1) & (bound - room[upward] < distance - TOLERANCE)
        )

    def _whole_failures(self, needs: Sequence[RangeRequirement]) -> list[UnmetRequirement]:
        failed = []
        for need in needs:
            if self.is_met(need):
                continue
            value = self.bound_furthest_integer(need.cell, need.sign, need.goal)
            if not self.is_met(need):
                failed.append(UnmetRequirement(need, value, None))
        return failed

    def bound_furthest_integer(self, cell: int, sign: int, goal: int) -> float:
        """A bound on the furthest whole value of a cell, up to the goal."""
        piece = self._piece(cell)
        place = piece.place(cell)
        before = piece.programme.upper[place]
        if sign > 0:
            piece.programme.upper[place] = min(before, float(goal))
        bound, values = piece.programme.bound_integer_value(place, sign, INTEGER_SECONDS)
        piece.programme.upper[place] = before
        if values is not None:
            self.add_witness_values(piece, values)
        return bound

    def _all_prices(self, piece: "_Component", answer: ProgrammeSolution) -> FloatArray:
        prices = np.zeros(self.matrix.shape[0])
        prices[piece.rows] = answer.prices
        return prices


@dataclass(frozen=True)
class _Component:
    """Unknown cells that are connected by sums, separate from all others."""

    cells: IntArray
    rows: IntArray
    matrix: Matrix
    programme: LinearProgramme

    def place(self, cell: int) -> int:
        return int(np.searchsorted(self.cells, cell))
