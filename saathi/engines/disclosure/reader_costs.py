"""What readers lose with a hidden cell, and the totals that stay visible wherever possible."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from saathi.engines.disclosure.errors import InputError
from saathi.engines.disclosure.policy import SuppressionProblem
from saathi.engines.disclosure.system import IntArray
from saathi.engines.disclosure.tables import CellKey, describe_cell

# A total costs this factor more for each dimension it sums over, up to this many dimensions.
TOTAL_FACTOR, MAX_TOTALS = 3, 3
# A cell this many times the threshold costs one step more, one the square of it two, and so on.
LARGE, MAX_STEPS = 10, 3


def compute_cell_costs(problem: SuppressionProblem) -> IntArray:
    """Whole-numbered costs: totals cost more than inner cells, large cells more than small ones.

    Among totals of the same kind, those of the first dimension cost more.
    """
    keys = problem.system.keys
    most = max((len(key) for key in keys), default=0)
    first = min((key[0][0] for key in keys if len(key) == 1), default="")
    costs = np.empty(len(keys), dtype=np.int64)
    for cell, key in enumerate(keys):
        totals = min(MAX_TOTALS, most - len(key))
        size = max(1, int(problem.counts[cell])) / max(1, problem.policy.k)
        steps = min(MAX_STEPS, int(np.log(max(1.0, size)) / np.log(LARGE)))
        is_first = totals and key and key[0][0] == first
        costs[cell] = TOTAL_FACTOR**totals * (1 + steps) + int(bool(is_first))
    return costs


def list_important_totals(problem: SuppressionProblem) -> NDArray[np.bool_]:
    """Grand and one-way totals of k or more."""
    size = problem.system.size
    finest = problem.system.is_finest_in_tables()
    few_names = np.array([len(key) <= 1 for key in problem.system.keys], dtype=bool)
    is_known = problem.counts >= problem.policy.k
    return np.asarray(
        few_names & ~finest & is_known & problem.printed & problem.may_hide & ~problem.sensitive
    )[:size]


def with_cells_kept_visible(
    problem: SuppressionProblem, kept: NDArray[np.bool_]
) -> SuppressionProblem:
    """The problem in which these cells stay visible."""
    return replace(problem, may_hide=problem.may_hide & ~kept)


def keep_cells(
    problem: SuppressionProblem, keep: Sequence[CellKey], option: str
) -> SuppressionProblem:
    """The problem in which these cells stay visible; `InputError` if one of them is sensitive."""
    kept = np.zeros(problem.system.size, dtype=bool)
    for key in keep:
        place = problem.system.index.get(key)
        if place is None or not problem.printed[place]:
            raise InputError(f"{option}: the tables have no cell {describe_cell(key)}.")
        if problem.sensitive[place]:
            raise InputError(f"{option}: {describe_cell(key)} is itself too small to be shown.")
        kept[place] = True
    return with_cells_kept_visible(problem, kept) if keep else problem


def list_blocking_totals(
    problem: SuppressionProblem, kept: NDArray[np.bool_], cell: int
) -> NDArray[np.bool_]:
    """The kept totals that the cell is a part or a neighbour of; else the grand total; else all."""
    keys, key = problem.system.keys, problem.system.keys[cell]
    own = np.zeros_like(kept)
    places = np.flatnonzero(kept).tolist()
    own[[place for place in places if keys[place] and _is_near(keys[place], key)]] = True
    grand = kept & np.array([not each for each in keys])
    return next((some for some in (own, grand) if some.any()), kept.copy())


def _is_near(total: CellKey, cell: CellKey) -> bool:
    if len(cell) == 1:
        return total[0][0] == cell[0][0]
    return total[0] in cell
