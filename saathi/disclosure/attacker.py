"""The attacker: what she knows of every cell, and how far each hidden one can still go.

She is asked for the ends of a cell's range. Every range that she concedes is shown by whole tables,
found by the programmes and checked here in whole numbers, so that no solver has to be believed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from saathi.disclosure.linear_programme import FloatArray, LinearProgramme, ProgrammeSolution
from saathi.disclosure.system import IntArray, Matrix

TOLERANCE = 1e-6
# Seconds for one question in whole numbers; what is not answered counts as not conceded.
INTEGER_SECONDS = 20.0
UNBOUNDED = 2**40
# Seconds in which some whole table of a piece must be found.
TABLE_SECONDS = 120.0
# Questions for many cells at once are asked until so many in a row brought nothing new.
MAX_IDLE_SWEEPS = 2


@dataclass(frozen=True)
class RangeRequirement:
    """A cell that must be able to reach a value: downwards (sign -1) or upwards (sign 1)."""

    cell: int
    sign: int
    goal: int


# A whole table that agrees with all that is known, as the cells where it departs from the truth.
type Witness = tuple[IntArray, IntArray]


@dataclass(frozen=True)
class UnmetRequirement:
    """A need that is not met, how far the cell goes, and the prices of all sums as the proof.

    Without prices the real numbers would reach the goal and whole numbers do not.
    """

    need: RangeRequirement
    value: float
    prices: FloatArray | None


class DisclosureAttacker:
    """Somebody who knows bounds of every cell and all the sums between them."""

    def __init__(
        self,
        matrix: Matrix,
        lower: IntArray,
        upper: IntArray,
        truth: IntArray | None = None,
        sums: IntArray | None = None,
    ) -> None:
        """Bounds as whole numbers; `FAR` and more is no bound.

        With the `truth`, which she does not know, witnesses are kept for the next attacker. `sums`
        is what each row of the matrix comes to, zero where nothing is said.
        """
        self.matrix = matrix
        self.truth = truth
        self.witnesses: list[Witness] = []
        self.open_needs: list[RangeRequirement] = []
        self.fractional: list[RangeRequirement] = []
        self.lower, self.upper = lower, upper
        self.low, self.high = upper.copy(), lower.copy()
        self.unknown = np.flatnonzero(lower < upper)
        known = lower == upper
        self.low[known] = self.high[known] = lower[known]
        self._whole: Matrix = matrix.astype(np.int64)
        self._base = np.where(known, lower, 0).astype(np.int64)
        self._sums = np.zeros(matrix.shape[0], np.int64) if sums is None else sums
        self._right = self._sums - self._whole @ self._base
        self._programmes: dict[int, _Piece] = {}
        if truth is not None:
            np.minimum(self.low, truth, out=self.low)
            np.maximum(self.high, truth, out=self.high)

    def adopt_witnesses(self, witnesses: Iterable[Witness]) -> None:
        """Takes over the witnesses of an attacker of the same truth that still hold here."""
        kept = [witness for witness in witnesses if len(witness[0])]
        if not kept:
            return
        cells, values = (np.concatenate(each) for each in zip(*kept, strict=True))
        many = np.array([len(each) for each, _ in kept])
        hidden = (self.lower < self.upper)[cells]
        holds = np.logical_and.reduceat(hidden, np.cumsum(many) - many)
        some = np.repeat(holds, many)
        np.minimum.at(self.low, cells[some], values[some])
        np.maximum.at(self.high, cells[some], values[some])

    def add_witness_table(self, cells: IntArray, values: IntArray) -> None:
        """Takes a whole table that is known to agree with everything as a witness."""
        if np.any(values < self.low[cells]) or np.any(values > self.high[cells]):
            self.low[cells] = np.minimum(self.low[cells], values)
            self.high[cells] = np.maximum(self.high[cells], values)
            if self.truth is not None:
                differs = values != self.truth[cells]
                self.witnesses.append((cells[differs], values[differs]))

    def is_consistent(self, whole: IntArray) -> bool:
        """Whether a table of all cells agrees with every bound and every sum."""
        if np.any(whole < self.lower) or np.any(whole > self.upper):
            return False
        return not np.any(self._whole @ whole != self._sums)

    @cached_property
    def _pieces(self) -> tuple[Matrix, NDArray[np.int32], NDArray[np.int32]]:
        """The sums over unknown cells only, and the piece of each such cell and of each sum."""
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
        """The piece of every cell, -1 where the cell is known."""
        labels = np.full(len(self.lower), -1, dtype=np.int64)
        labels[self.unknown] = self._pieces[1]
        return labels

    def _piece(self, cell: int) -> "_Piece":
        part, of_cells, of_rows = self._pieces
        label = int(self._labels[cell])
        if label not in self._programmes:
            places = np.flatnonzero(of_cells == label)
            rows = np.flatnonzero(of_rows == label)
            cells = self.unknown[places]
            own = part[rows][:, places]
            upper = np.where(self.upper[cells] >= UNBOUNDED, np.inf, self.upper[cells]).astype(
                float
            )
            self._programmes[label] = _Piece(
                cells,
                rows,
                own.astype(np.int64),
                LinearProgramme(
                    own,
                    self._right[rows].astype(float),
                    self.lower[cells].astype(float),
                    upper,
                ),
            )
        return self._programmes[label]

    @cached_property
    def horizon(self) -> int:
        """A value beyond which a range counts as having no end."""
        known = self.lower[self.lower == self.upper]
        return 10 * int(max(known.max(initial=0), self.lower.max(initial=0))) + 1_000

    def contradictory_cells(self) -> NDArray[np.bool_]:
        """True for the cells of pieces for which no counts agree with all that is known."""
        _, of_cells, of_rows = self._pieces
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
        """Some whole table that agrees with all that is known; None where none was found."""
        _, of_cells, of_rows = self._pieces
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
        return whole if self.is_consistent(whole) else None

    def add_witness_values(self, piece: "_Piece", values: FloatArray) -> bool:
        """Takes values of one piece as a witness when they are whole and agree with every sum."""
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

    def find_furthest(self, need: RangeRequirement) -> tuple[ProgrammeSolution, "_Piece"]:
        """How far the cell goes towards the goal, in real numbers, no further than the goal."""
        piece = self._piece(need.cell)
        place = np.array([piece.place(need.cell)])
        goals = np.array([float(need.goal)]) if need.sign > 0 else None
        answer = piece.programme.maximise(place, np.array([float(need.sign)]), goals)
        self.add_witness_values(piece, answer.cells)
        return answer, piece

    def search_witnesses(self, needs: Iterable[RangeRequirement]) -> None:
        """Looks for whole tables that meet many needs at once; what stays open is asked singly."""
        draw = np.random.default_rng(0)
        asked = list(needs)
        for sign in (1, -1):
            own = [need for need in asked if need.sign == sign]
            cells = np.array([need.cell for need in own], dtype=np.int64)
            goals = np.array([need.goal for need in own], dtype=np.int64)
            is_open = self._open(cells, goals, sign)
            idle = 0
            while (many := int(is_open.sum())) > 1 and idle < MAX_IDLE_SWEEPS:
                # All and a random half in turn: other goals lead to other corners.
                picked = is_open & ((idle % 2 == 0) | (draw.random(len(own)) < 0.5))
                labels = self._labels[cells]
                for label in np.unique(labels[picked]):
                    group = picked & (labels == label)
                    self._sweep_piece(cells[group], goals[group], sign)
                is_open = self._open(cells, goals, sign)
                idle = 0 if is_open.sum() < many else idle + 1

    def _open(self, cells: IntArray, goals: IntArray, sign: int) -> NDArray[np.bool_]:
        """Which goals no whole table is known to reach."""
        return self.high[cells] < goals if sign > 0 else self.low[cells] > goals

    def _sweep_piece(self, cells: IntArray, goals: IntArray, sign: int) -> None:
        piece = self._piece(int(cells[0]))
        places = np.searchsorted(piece.cells, cells)
        caps = goals.astype(float) if sign > 0 else None
        answer = piece.programme.maximise(places, np.full(len(cells), float(sign)), caps)
        self.add_witness_values(piece, answer.cells)

    def list_unmet(
        self, needs: Sequence[RangeRequirement], *, whole: bool = True, most: int | None = None
    ) -> list[UnmetRequirement]:
        """The needs that are not met, in real numbers first; one proof may stand for many.

        Afterwards `open_needs` are those that fail, and `fractional` those that real numbers meet and
        no whole table was found for yet; these are asked in whole numbers only when nothing else fails,
        and not at all without `whole`. After the `most` failures no more are looked for.
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
        """Whose upward needs the same prices prove to fail: one proof is enough for all."""
        if self.truth is None or prices is None:
            return np.zeros(len(upward), dtype=bool)
        moves = -(self.matrix.T @ prices)
        hidden = self.lower < self.upper
        room = np.where(hidden, self.truth - self.lower, 0)
        above = np.where(hidden & (self.upper < UNBOUNDED), self.upper - self.truth, 0)
        bound = float(np.where(moves < 0, -moves * room, moves * above)[hidden].sum())
        wanted = goals - self.truth[upward]
        return np.asarray(
            (moves[upward] <= TOLERANCE - 1) & (bound - room[upward] < wanted - TOLERANCE)
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
        """A bound on the furthest whole value of a cell, no further than the goal."""
        piece = self._piece(cell)
        place = piece.place(cell)
        before = piece.programme.upper[place]
        if sign > 0:
            piece.programme.upper[place] = min(before, float(goal))
        bound, found = piece.programme.bound_integer_value(place, sign, INTEGER_SECONDS)
        piece.programme.upper[place] = before
        if found is not None:
            self.add_witness_values(piece, found)
        return bound

    def _all_prices(self, piece: "_Piece", answer: ProgrammeSolution) -> FloatArray:
        prices = np.zeros(self.matrix.shape[0])
        prices[piece.rows] = answer.prices
        return prices


@dataclass(frozen=True)
class _Piece:
    """Unknown cells that sums bind to each other, apart from all others."""

    cells: IntArray
    rows: IntArray
    matrix: Matrix
    programme: LinearProgramme

    def place(self, cell: int) -> int:
        return int(np.searchsorted(self.cells, cell))
