"""Every cell as a sum of finest cells, so that large tables can be changed cell by cell."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from saathi.engines.disclosure.system import CellSystem, IntArray, Matrix, SumConstraint


@dataclass(frozen=True)
class CellExpansion:
    """The finest cells (`finest_cells`) and how often each of them counts in every cell.

    `matrix` has a row per cell and a column per finest cell. `ties` are further sums over finest
    cells that must be zero: they arise where linked tables build one margin from different finest
    cells.
    """

    finest_cells: IntArray
    matrix: Matrix
    ties: Matrix

    @cached_property
    def columns(self) -> Matrix:
        """The matrix by columns: for each finest cell, the cells that include it."""
        return self.matrix.tocsc()

    @cached_property
    def has_ties(self) -> NDArray[np.bool_]:
        """True for each finest cell that cannot change unless others change too."""
        return np.asarray(np.diff(self.ties.tocsc().indptr) > 0)


def expand_cells(system: CellSystem) -> CellExpansion:
    """The expansion of all cells; each total is expanded along one of its sums."""
    size = system.size
    chosen: dict[int, SumConstraint] = {}
    for line in system.lines:
        chosen.setdefault(line.total, line)
    rows = [line.total for line in chosen.values() for _ in line.parts]
    parts = [part for line in chosen.values() for part in line.parts]
    steps = sparse.csr_array((np.ones(len(rows), np.int64), (rows, parts)), shape=(size, size))
    ends = np.flatnonzero(system.is_finest())
    start = sparse.csr_array(
        (np.ones(len(ends), np.int64), (ends, np.arange(len(ends)))), shape=(size, len(ends))
    )
    whole = level = start
    while level.nnz:
        level = steps @ level
        whole = whole + level
    ties = system.matrix.astype(np.int64) @ whole
    ties.eliminate_zeros()
    return CellExpansion(ends, sparse.csr_array(whole), _distinct(sparse.csr_array(ties)))


def _distinct(rows: Matrix) -> Matrix:
    """The non-empty rows, each once."""
    rows.sort_indices()
    seen: dict[tuple[bytes, bytes], int] = {}
    for number in np.flatnonzero(np.diff(rows.indptr)).tolist():
        inside = slice(rows.indptr[number], rows.indptr[number + 1])
        seen.setdefault((rows.indices[inside].tobytes(), rows.data[inside].tobytes()), number)
    return rows[list(seen.values())]
