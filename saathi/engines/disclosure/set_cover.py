"""The cheapest choice of cells to hide under all cuts so far: exact, or quick with a bound."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from saathi.engines.disclosure.budget import limit_solver
from saathi.engines.disclosure.cuts import SuppressionCut
from saathi.engines.disclosure.linear_programme import FloatArray
from saathi.engines.disclosure.system import IntArray

QUICK_SECONDS = 3.0


@dataclass(frozen=True)
class CoverSolution:
    """The further cells to hide, their cost, and a lower bound on the cost of any choice."""

    cells: IntArray
    cost: float
    bound: float

    @property
    def is_proven_optimal(self) -> bool:
        """Whether no choice of whole cells costs less; False if time ended the search."""
        return self.cost <= self.bound + 1 - 1e-6


def solve_set_cover(
    cuts: Sequence[SuppressionCut], costs: FloatArray, order: IntArray, seconds: float
) -> CoverSolution:
    """The best choice found in the time; proven best if its cost is the bound."""
    used = _used(cuts)
    if not len(used):
        return CoverSolution(used, 0.0, 0.0)
    # Ties are broken by the order, and so by the seed.
    used = used[np.argsort(order[used])]
    matrix = _matrix(cuts, used)
    least = np.array([1.0 if cut.required_hidden is None else 0.0 for cut in cuts])
    result = milp(
        costs[used],
        constraints=LinearConstraint(matrix, lb=least),
        integrality=np.ones(len(used)),
        bounds=Bounds(0, 1),
        options={"time_limit": limit_solver(seconds), "mip_rel_gap": 0.0},
    )
    if result.x is None:
        return _greedy(matrix, least, used, costs)
    chosen = used[np.asarray(result.x) > 0.5]
    bound = float(result.mip_dual_bound if result.mip_dual_bound is not None else 0.0)
    return CoverSolution(chosen, float(costs[chosen].sum()), bound)


def find_greedy_set_cover(
    cuts: Sequence[SuppressionCut], costs: FloatArray, kept: IntArray, times: int = 1
) -> IntArray:
    """Cells that satisfy the cuts together with the kept ones: few of them, found quickly.

    Each cut is satisfied `times` over, as far as its cells allow: higher values need fewer attacks
    but hide more.
    """
    used = _used(cuts)
    if not len(used):
        return used
    matrix = _matrix(cuts, used)
    is_kept = np.isin(used, kept)
    least = np.array([_often(cut, times) if cut.required_hidden is None else 0.0 for cut in cuts])
    result = milp(
        costs[used],
        constraints=LinearConstraint(matrix, lb=least),
        integrality=np.ones(len(used)),
        bounds=Bounds(is_kept.astype(float), 1.0),
        options={"time_limit": limit_solver(QUICK_SECONDS), "mip_rel_gap": 0.02},
    )
    if result.x is not None:
        return np.asarray(used[np.asarray(result.x) > 0.5])
    return _greedy(matrix, least, used, costs, kept).cells


def _often(cut: SuppressionCut, times: int) -> float:
    return 1.0 if times == 1 else max(1.0, min(float(times), 0.9 * float(cut.weights.sum())))


def _used(cuts: Sequence[SuppressionCut]) -> IntArray:
    given = [np.array([cut.required_hidden]) for cut in cuts if cut.required_hidden is not None]
    return np.unique(np.concatenate([*(cut.cells for cut in cuts), *given, np.zeros(0, int)]))


def _matrix(cuts: Sequence[SuppressionCut], used: IntArray) -> sparse.csr_array:
    """A row per cut; a cut that applies only if a cell is hidden has -1 there."""
    place = np.empty(used.max() + 1, dtype=np.int64)
    place[used] = np.arange(len(used))
    more = [
        (row, cut.required_hidden)
        for row, cut in enumerate(cuts)
        if cut.required_hidden is not None
    ]
    rows = [np.repeat(np.arange(len(cuts)), [len(cut.cells) for cut in cuts])]
    rows.append(np.array([row for row, _ in more], dtype=np.int64))
    cells = [cut.cells for cut in cuts] + [np.array([c for _, c in more], dtype=np.int64)]
    values = [cut.weights for cut in cuts] + [-np.ones(len(more))]
    where = (np.concatenate(rows), place[np.concatenate(cells)])
    return sparse.csr_array((np.concatenate(values), where), shape=(len(cuts), len(used)))


def _greedy(
    matrix: sparse.csr_array,
    least: FloatArray,
    used: IntArray,
    costs: FloatArray,
    kept: IntArray | None = None,
) -> CoverSolution:
    """A choice built cell by cell: each time the one that contributes most for its cost.

    A cut that all its cells together do not satisfy stays open: an attack on the choice finds it.
    """
    is_chosen = np.isin(used, kept) if kept is not None else np.zeros(len(used), bool)
    missing = least - matrix @ is_chosen.astype(float)
    by_cell = matrix.tocsc()
    helps = matrix.maximum(0).T.tocsr()
    price = costs[used]
    while missing.max(initial=0.0) > 1e-9:
        gain = (helps @ (missing > 1e-9).astype(float)) / price
        gain[is_chosen] = 0.0
        best = int(gain.argmax())
        if gain[best] <= 0.0:
            break  # all helpful cells are hidden; some cut requires more than its cells can give
        is_chosen[best] = True
        rows = by_cell.indices[by_cell.indptr[best] : by_cell.indptr[best + 1]]
        values = by_cell.data[by_cell.indptr[best] : by_cell.indptr[best + 1]]
        missing[rows] -= values
    chosen = used[is_chosen]
    return CoverSolution(chosen, float(costs[chosen].sum()), 0.0)
