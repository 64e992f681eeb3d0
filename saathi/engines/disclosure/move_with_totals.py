"""The last resort: finest cells move with all their totals, and all of these are hidden.

It costs more cells than any exchange between neighbours, and needs no search: in tables that are
not linked it always works, since nothing else has to move.
"""

import numpy as np

from saathi.engines.disclosure.attacker import RangeRequirement
from saathi.engines.disclosure.expansion import CellExpansion
from saathi.engines.disclosure.policy import SuppressionProblem
from saathi.engines.disclosure.system import IntArray


def move_with_totals(
    problem: SuppressionProblem, expansion: CellExpansion, hidden: IntArray, need: RangeRequirement
) -> IntArray | None:
    """The counts of all cells when the need is met this way; None if that is impossible.

    `hidden` is 1 for the cells that are hidden already: finest cells that require few others come
    first.
    """
    values, columns = problem.counts.copy(), expansion.columns
    can = (problem.may_hide | problem.always_hidden).astype(np.int64)
    finest = expansion.matrix[[need.cell]].indices
    finest = finest[~expansion.has_ties[finest]]
    above = [columns.indices[columns.indptr[end] : columns.indptr[end + 1]] for end in finest]
    newly_hidden = [int((1 - hidden[cells]).sum()) for cells in above]
    for place in np.argsort(newly_hidden, kind="stable").tolist():
        cells = above[place]
        if not can[cells].all():
            continue
        remaining = abs(need.goal - int(values[need.cell]))
        room = problem.max_counts - values if need.sign > 0 else values - problem.floor
        step = max(0, min(remaining, int(room[cells].min())))
        values[cells] += need.sign * step
        if values[need.cell] == need.goal:
            return values
    return None
