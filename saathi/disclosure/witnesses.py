"""Whole tables that were seen: what shows how far each hidden cell can go.

They are kept, not only the ends they reach, so that whoever doubts them can check each in whole numbers
against what is printed, and so that those can be told apart in which no cell is below what is known of it.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from saathi.disclosure.system import IntArray, Matrix

# So many tables are looked at together.
BATCH_SIZE = 1_000


class WitnessTables:
    """One whole table, and others as the cells where they depart from it."""

    def __init__(self, whole: IntArray) -> None:
        self.whole = whole
        self._cells: list[NDArray[np.int32]] = []
        self._moves: list[NDArray[np.int32]] = []

    def __len__(self) -> int:
        return len(self._cells)

    def add_table(self, cells: IntArray, values: IntArray) -> None:
        """Keeps the table that has these values in these cells."""
        self._cells.append(cells.astype(np.int32))
        self._moves.append((values - self.whole[cells]).astype(np.int32))

    def find_extremes(
        self, lower: IntArray, upper: IntArray | None = None, matrix: Matrix | None = None
    ) -> tuple[IntArray, IntArray]:
        """The least and the greatest of each cell over the tables that keep to all bounds.

        With a `matrix`, also to its sums: those that change one are left out. The whole table itself
        is taken for granted.
        """
        low, high = self.whole.copy(), self.whole.copy()
        for row, cells, moves in self._together():
            values = self.whole[cells] + moves
            is_out = values < lower[cells]
            if upper is not None:
                is_out |= values > upper[cells]
            holds = np.ones(int(row[-1]) + 1, dtype=bool)
            holds[row[is_out]] = False
            if matrix is not None:
                shape = len(holds), len(self.whole)
                changes = sparse.csr_array((moves, (row, cells)), shape=shape) @ matrix.T
                changes.eliminate_zeros()
                holds &= np.diff(changes.tocsr().indptr) == 0
            some = holds[row]
            np.minimum.at(low, cells[some], values[some])
            np.maximum.at(high, cells[some], values[some])
        return low, high

    def _together(self) -> Iterator[tuple[IntArray, IntArray, IntArray]]:
        """The entries of many tables at once: which table, which cell, by how much."""
        for start in range(0, len(self), BATCH_SIZE):
            cells = self._cells[start : start + BATCH_SIZE]
            moves = self._moves[start : start + BATCH_SIZE]
            row = np.repeat(np.arange(len(cells)), [len(cell) for cell in cells])
            if len(row):
                yield (
                    row,
                    np.concatenate(cells).astype(np.int64),
                    np.concatenate(moves).astype(np.int64),
                )
