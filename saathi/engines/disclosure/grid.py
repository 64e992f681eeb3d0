"""All cells by their codes, and exchanges between them: how children can swap cells unnoticed.

An exchange takes a child with some codes and gives it others in some dimensions. Moving one child
from each of two rows and two columns crosswise changes four cells and no total; the same holds in
more dimensions. In a dimension without exchange, all totals of the child move too. Every sum holds,
across linked tables too, because children move rather than cells.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from saathi.engines.disclosure.expansion import expand_cells
from saathi.engines.disclosure.system import CellSystem, IntArray, Matrix
from saathi.engines.disclosure.windows import WindowFrame, build_frame

# The most combinations of codes that may be indexed at once, 4 bytes each; larger systems are left
# to windows.
MAX_GRID_CELLS = 30_000_000
NOBODY = -1


@dataclass(frozen=True)
class CodeMoves:
    """What one dimension adds to the index of a cell, a row per option; sign 0 means no cell."""

    places: IntArray
    signs: NDArray[np.int8]


class CellGrid:
    """The number of the cell for any combination of codes; the system's size if there is none."""

    def __init__(self, system: CellSystem) -> None:
        self.size = system.size
        self.frame: WindowFrame = build_frame(system)
        self.codes = self.frame.codes
        self.many = [len(above) for above in self.frame.above]
        self.strides = np.cumprod([1, *self.many[:0:-1]])[::-1].astype(np.int64)
        self.at = np.full(int(np.prod(self.many)), system.size, np.int32)
        self.place = self.strides @ self.codes
        self.at[self.place] = np.arange(system.size)
        expansion = expand_cells(system)
        self.ends = np.append(system.is_finest(), False)
        self.below: Matrix = expansion.matrix
        self.ends_below: IntArray = expansion.finest_cells
        self._columns = system.matrix.astype(np.int64).tocsc()
        self._rows: Matrix = self._columns.T.tocsr()
        self._chains = [
            [[code, *sorted(up), 0] if code else [0] for code, up in enumerate(above)]
            for above in self.frame.above
        ]
        self._options: dict[tuple[int, int, int], tuple[list[int], list[int]]] = {}
        patterns = np.unique((self.codes[:, system.is_finest()] > 0).T, axis=0)
        self.shapes = [np.flatnonzero(pattern) for pattern in patterns]

    @staticmethod
    def is_possible_for(system: CellSystem) -> bool:
        """Whether a grid is possible: each cell once, and not too many combinations of codes."""
        if len(system.index) != system.size:
            return False
        many: dict[str, set[str]] = {}
        for key in system.keys:
            for name, code in key:
                many.setdefault(name, set()).add(code)
        return (
            bool(many) and float(np.prod([len(c) + 1.0 for c in many.values()])) <= MAX_GRID_CELLS
        )

    def finest_cells_of(self, cell: int) -> IntArray:
        """The finest cells that a cell consists of."""
        inside = slice(self.below.indptr[cell], self.below.indptr[cell + 1])
        return np.asarray(self.ends_below[self.below.indices[inside]])

    def find_finer_cells(
        self, codes: IntArray, shape: IntArray, missing: IntArray
    ) -> tuple[IntArray, IntArray]:
        """The cells of a table's shape with the given codes and any code in the missing dimensions.

        The first array has a row per column of codes and a column per cell; the second gives the
        codes of the missing dimensions, a column per cell.
        """
        ranges = [np.arange(1, self.many[dimension]) for dimension in missing.tolist()]
        others = np.array([axis.ravel() for axis in np.meshgrid(*ranges, indexing="ij")])
        base = self.strides[shape] @ codes[shape]
        return self.at[base[:, None] + self.strides[missing] @ others], others

    def is_within(self, dimension: int, codes: IntArray, above: int) -> NDArray[np.bool_]:
        """For each code, whether it is `above` or below it."""
        closed = self.frame.above[dimension]
        return np.array([code == above or above in closed[code] for code in codes.tolist()], bool)

    def moves_of_codes(self, dimension: int, options: list[tuple[int, int]]) -> CodeMoves:
        """The moves of each option: from one code to another, or to `NOBODY` with all totals."""
        moves = [self._option(dimension, *option) for option in options]
        longest = max(len(codes) for codes, _ in moves)
        places = np.zeros((len(moves), longest), np.int64)
        signs = np.zeros((len(moves), longest), np.int8)
        for row, (codes, sign) in enumerate(moves):
            places[row, : len(codes)] = codes
            places[row, len(codes) :] = codes[0]
            signs[row, : len(codes)] = sign
        return CodeMoves(places * self.strides[dimension], signs)

    def _option(self, dimension: int, code: int, other: int) -> tuple[list[int], list[int]]:
        name = dimension, code, other
        if name not in self._options:
            own = self._chains[dimension][code]
            others = [] if other == NOBODY else self._chains[dimension][other]
            gains = [code_ for code_ in own if code_ not in others]
            gives = [code_ for code_ in others if code_ not in own]
            signs = [1] * len(gains) + [-1] * len(gives)
            self._options[name] = gains + gives, signs
        return self._options[name]

    def exchanges(
        self, options: list[list[tuple[int, int]]]
    ) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
        """The cells of every combination of options, a row each; whether each gains or loses."""
        dimensions = len(options)
        places, signs = np.zeros(1, np.int64), np.ones(1, np.int8)
        for dimension, some in enumerate(options):
            codes = self.moves_of_codes(dimension, some)
            shape = [1] * (2 * dimensions)
            shape[dimension], shape[dimensions + dimension] = codes.places.shape
            places = places + codes.places.reshape(shape)
            signs = signs * codes.signs.reshape(shape)
        rows = int(np.prod(places.shape[:dimensions]))
        cells = self.at[places.reshape(rows, -1)]
        return cells, np.where(cells < self.size, signs.reshape(rows, -1), 0).astype(np.int8)

    def do_sums_hold(self, cells: IntArray, moves: IntArray) -> bool:
        """Whether all sums still hold when these cells, each named once, change by these moves."""
        columns = self._columns
        rows = [columns.indices[columns.indptr[c] : columns.indptr[c + 1]] for c in cells.tolist()]
        values = [columns.data[columns.indptr[c] : columns.indptr[c + 1]] for c in cells.tolist()]
        own = np.concatenate([*rows, np.zeros(0, np.int32)])
        repeated = np.repeat(moves, [len(row) for row in rows])
        _, number = np.unique(own, return_inverse=True)
        sums = np.bincount(number, np.concatenate([*values, np.zeros(0)]) * repeated)
        return not sums.any()

    def do_all_sums_hold(self, tables: Sequence[tuple[IntArray, IntArray]]) -> NDArray[np.bool_]:
        """For each table, whether all sums hold."""
        ends = np.cumsum([0, *(len(cells) for cells, _ in tables)])
        cells, moves = (
            np.concatenate([*(t[n] for t in tables), np.zeros(0, np.int64)]) for n in (0, 1)
        )
        moved = sparse.csr_array((moves, cells, ends), shape=(len(tables), self.size))
        sums = moved @ self._rows
        return np.asarray(np.asarray(abs(sums).sum(1)).ravel() == 0)
