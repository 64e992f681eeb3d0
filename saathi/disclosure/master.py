"""The cheapest choice of cells to hide under all cuts so far: exact, or quick with a bound."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from saathi.disclosure.cuts import Cut
from saathi.disclosure.programme import Reals
from saathi.disclosure.system import Numbers


@dataclass(frozen=True)
class Choice:
    """The cells to hide besides, what they cost, and a bound below which no choice can cost."""

    cells: Numbers
    cost: float
    bound: float


def cheapest(cuts: Sequence[Cut], costs: Reals, seconds: float) -> Choice:
    """The best choice found in the time; proven best when its cost is the bound."""
    used = np.unique(np.concatenate([cut.cells for cut in cuts])) if cuts else np.zeros(0, int)
    if not len(used):
        return Choice(used, 0.0, 0.0)
    matrix = _matrix(cuts, used)
    result = milp(
        costs[used],
        constraints=LinearConstraint(matrix, lb=1.0),
        integrality=np.ones(len(used)),
        bounds=Bounds(0, 1),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if result.x is None:
        return _greedy(matrix, used, costs)
    chosen = used[np.asarray(result.x) > 0.5]
    bound = float(result.mip_dual_bound if result.mip_dual_bound is not None else 0.0)
    return Choice(chosen, float(costs[chosen].sum()), bound)


def quick(cuts: Sequence[Cut], costs: Reals, kept: Numbers) -> Choice:
    """A choice that keeps what was chosen before, greedily; its bound is that of real numbers."""
    used = np.unique(np.concatenate([cut.cells for cut in cuts])) if cuts else np.zeros(0, int)
    if not len(used):
        return Choice(used, 0.0, 0.0)
    return _greedy(_matrix(cuts, used), used, costs, kept)


def _matrix(cuts: Sequence[Cut], used: Numbers) -> sparse.csr_array:
    rows = np.repeat(np.arange(len(cuts)), [len(cut.cells) for cut in cuts])
    columns = np.searchsorted(used, np.concatenate([cut.cells for cut in cuts]))
    values = np.concatenate([cut.weights for cut in cuts])
    return sparse.csr_array((values, (rows, columns)), shape=(len(cuts), len(used)))


def _greedy(
    matrix: sparse.csr_array, used: Numbers, costs: Reals, kept: Numbers | None = None
) -> Choice:
    """Cell by cell, the one that fills most of what is missing for its cost."""
    is_chosen = np.isin(used, kept) if kept is not None else np.zeros(len(used), bool)
    missing = np.clip(1.0 - matrix @ is_chosen.astype(float), 0, None)
    by_cell = matrix.tocsc()
    price = costs[used]
    while missing.max(initial=0.0) > 1e-9:
        gain = (by_cell.T @ (missing > 1e-9).astype(float)) / price
        gain[is_chosen] = -1.0
        best = int(gain.argmax())
        is_chosen[best] = True
        rows = by_cell.indices[by_cell.indptr[best] : by_cell.indptr[best + 1]]
        values = by_cell.data[by_cell.indptr[best] : by_cell.indptr[best + 1]]
        missing[rows] = np.clip(missing[rows] - values, 0, None)
    chosen = used[is_chosen]
    return Choice(chosen, float(costs[chosen].sum()), 0.0)
