"""Bounds from single sums, one after another: quick, and never narrower than the truth."""

import numpy as np

from saathi.engines.disclosure.system import IntArray, Matrix

MAX_ROUNDS = 40


def lower_bounds(
    matrix: Matrix, sums: IntArray | None, lower: IntArray, upper: IntArray
) -> IntArray:
    """The lower bound of each cell, as far as some rounds of single sums show."""
    rows = matrix.tocoo()
    row, cell, sign = rows.row, rows.col, np.rint(rows.data).astype(np.int64)
    goal = np.zeros(matrix.shape[0], np.int64) if sums is None else sums
    low, high = lower.astype(np.int64).copy(), upper.astype(np.int64).copy()
    for _ in range(MAX_ROUNDS):
        # The signed ends of every entry, and of the whole row without that entry.
        bottom = np.where(sign > 0, low[cell], -high[cell])
        top = np.where(sign > 0, high[cell], -low[cell])
        all_bottom = np.zeros(len(goal), np.int64)
        all_top = np.zeros(len(goal), np.int64)
        np.add.at(all_bottom, row, bottom)
        np.add.at(all_top, row, top)
        own_low = goal[row] - (all_top[row] - top)
        own_high = goal[row] - (all_bottom[row] - bottom)
        new_low, new_high = low.copy(), high.copy()
        np.maximum.at(new_low, cell, np.where(sign > 0, own_low, -own_high))
        np.minimum.at(new_high, cell, np.where(sign > 0, own_high, -own_low))
        if (new_low == low).all() and (new_high == high).all():
            break
        low, high = new_low, new_high
    return low
