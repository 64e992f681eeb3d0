"""Whole tables found during the search: they show how far each hidden cell can go.

The tables are kept, not only the extremes they reach, so that each can be checked in whole numbers
against what is printed, and so that tables can be selected in which no cell is below what is known
about it.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from saathi.engines.disclosure.system import IntArray, Matrix

# How many tables are processed together.
BATCH_SIZE = 1_000


class WitnessTables:
    """One whole table, and others stored as the cells that differ from it."""

    def __init__(self, whole: IntArray) -> None:
        self.whole = whole
        self._cells: list[NDArray[np.int32]] = []
        self._moves: list[NDArray[np.int32]] = []

    def __len__(self) -> int:
        return len(self._cells)

    def add_table(self, cells: IntArray, values: IntArray) -> None:
        """Adds the table that has these values in these cells."""
        self._cells.append(cells.astype(np.int32))
        self._moves.append((values - self.whole[cells]).astype(np.int32))

    def find_extremes(
        self, lower: IntArray, upper: IntArray | None = None, matrix: Matrix | None = None
    ) -> tuple[IntArray, IntArray]:
        """The lowest and highest value of each cell over the tables within all bounds.

        With a `matrix`, also within its sums: tables that change one are left out. The whole table
        itself is assumed to be valid.
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
