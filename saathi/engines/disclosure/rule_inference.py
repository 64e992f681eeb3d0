"""Inference from the suppression rule: every block of hidden cells contains at least one small cell.

A block is a set of hidden cells that can move together. If only one of its cells can be small, or
if one is small in every table in which any is, the rule proves that this one is small, whatever its
range.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from saathi.engines.disclosure.attacker import (
    TOLERANCE,
    UNBOUNDED,
    DisclosureAttacker,
    RangeRequirement,
)
from saathi.engines.disclosure.system import IntArray, Matrix

# Above MAX_EXACT_CELLS hidden cells, blocks are cells connected by sums, which may be several true
# blocks; above MAX_CELLS, or MAX_UNKNOWN_CELLS including the table behind linked ones, no inference
# is made.
MAX_EXACT_CELLS = 500
MAX_CELLS, MAX_UNKNOWN_CELLS = 1_500, 4_000
# How many cells of a block are tried as its reason.
MAX_REASONS = 40
PIVOT = 1e-7


@dataclass(frozen=True)
class HiddenCells:
    """What is known about all cells, and which hidden ones the publisher's rule applies to.

    `own` marks the printed cells; `is_sum_of_tables` leaves out the sums to a table behind linked
    ones.
    """

    matrix: Matrix
    lower: IntArray
    upper: IntArray
    sums: IntArray | None
    k: int
    own: NDArray[np.bool_]
    is_sum_of_tables: NDArray[np.bool_]

    @property
    def unknown(self) -> IntArray:
        """The cells whose value is unknown."""
        return np.flatnonzero(self.lower < self.upper)

    def build_attacker(self, upper: IntArray | None = None) -> DisclosureAttacker:
        """An attacker who knows the bounds that follow from the suppression rule."""
        top = self.upper if upper is None else upper
        return DisclosureAttacker(self.matrix, self.lower, top, None, self.sums)


@dataclass(frozen=True)
class InferredCell:
    """A cell that the rule proves to be small, and the printed cells of its block."""

    cell: int
    block: IntArray


def list_inferred_cells(hidden: HiddenCells) -> list[InferredCell] | None:
    """The cells that are small if every block has a small one; None if there are too many."""
    if hidden.own[hidden.unknown].sum() > MAX_CELLS or len(hidden.unknown) > MAX_UNKNOWN_CELLS:
        return None
    able = _list_reachable(
        hidden.build_attacker(),
        [
            RangeRequirement(cell, -1, hidden.k - 1)
            for cell in hidden.unknown.tolist()
            if hidden.own[cell] and hidden.lower[cell] < hidden.k
        ],
    )
    inferred_cells = []
    for block in list_blocks(hidden):
        printed = block[hidden.own[block]]
        if (hidden.upper[printed] < UNBOUNDED).any():
            continue  # the table itself states that a cell is small, or how it was rounded
        candidates = [cell for cell in printed.tolist() if cell in able]
        inferred_cells += [InferredCell(cell, printed) for cell in _infer(hidden, candidates)]
    return inferred_cells


def is_exchangeable(hidden: HiddenCells, cell: int, other: int) -> bool:
    """Whether the cell can be large while the other one is small."""
    upper = hidden.upper.copy()
    upper[other] = min(int(upper[other]), hidden.k - 1)
    if hidden.lower[other] > upper[other]:
        return False
    attacker = hidden.build_attacker(upper)
    if attacker.contradictory_cells().any():
        return False
    return bool(_list_reachable(attacker, [RangeRequirement(cell, 1, hidden.k)]))


def _infer(hidden: HiddenCells, candidates: list[int]) -> list[int]:
    """The candidates that are small whenever any of them is."""
    open_cells = set(candidates)
    for reason in candidates[:MAX_REASONS]:
        if not open_cells:
            break
        upper = hidden.upper.copy()
        upper[reason] = hidden.k - 1
        goals = [RangeRequirement(cell, 1, hidden.k) for cell in sorted(open_cells - {reason})]
        open_cells -= _list_reachable(hidden.build_attacker(upper), goals)
    return sorted(open_cells)


def _list_reachable(attacker: DisclosureAttacker, goals: Sequence[RangeRequirement]) -> set[int]:
    """The cells that reach their goals in some whole table."""
    attacker.search_witnesses(goals)
    for goal in goals:
        if attacker.is_met(goal):
            continue
        answer, _ = attacker.find_furthest(goal)
        is_short = goal.sign * (goal.goal - goal.sign * answer.value) > TOLERANCE
        if not is_short and not attacker.is_met(goal):
            attacker.bound_furthest_integer(goal.cell, goal.sign, goal.goal)
    return {goal.cell for goal in goals if attacker.is_met(goal)}


def list_blocks(hidden: HiddenCells) -> Iterator[IntArray]:
    """The unknown cells of the tables in groups that move independently of each other.

    A table behind linked ones adds bounds of their cells and no sums between them.
    """
    within = sparse.csr_array(hidden.matrix[np.flatnonzero(hidden.is_sum_of_tables)])
    is_used = np.diff(within.tocsc().indptr) > 0
    unknown = np.flatnonzero((hidden.lower < hidden.upper) & (is_used | hidden.own))
    part = within[:, unknown]
    part = part[np.flatnonzero(np.diff(part.indptr))]
    if len(unknown) <= MAX_EXACT_CELLS and part.shape[0]:
        part = sparse.csr_array(_reduce(part.toarray()))
    rows, columns = part.shape
    coo = part.tocoo()
    links = sparse.coo_array(
        (np.ones(len(coo.data)), (coo.row, coo.col + rows)), shape=(rows + columns, rows + columns)
    )
    _, label = connected_components(links, directed=False)
    for name in np.unique(label[rows:]):
        yield unknown[label[rows:] == name]


def _reduce(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """The reduced row echelon form: each row connects exactly the cells that must move together."""
    done = 0
    for column in range(rows.shape[1]):
        pivot = done + int(np.argmax(np.abs(rows[done:, column]))) if done < len(rows) else done
        if done == len(rows):
            break
        if abs(rows[pivot, column]) < PIVOT:
            continue
        rows[[done, pivot]] = rows[[pivot, done]]
        rows[done] /= rows[done, column]
        others = np.flatnonzero(np.abs(rows[:, column]) > PIVOT)
        others = others[others != done]
        rows[others] -= np.outer(rows[others, column], rows[done])
        done += 1
    rows[np.abs(rows) < PIVOT] = 0.0
    return rows[:done]
