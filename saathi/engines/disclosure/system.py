"""All cells of linked tables as one system: each cell once, and every sum that connects them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from saathi.engines.disclosure.hierarchies import TOTAL, Hierarchy
from saathi.engines.disclosure.tables import (
    CellKey,
    CountTable,
    LinkedTables,
    build_cell_key,
    describe_cell,
)

type IntArray = NDArray[np.int64]
type Matrix = Any  # scipy.sparse.csr_array, which ships no types


# The table number of lines that lead to the finest table behind all, which is not printed.
JOINT_TABLE_NAME = "all tables together"


@dataclass(frozen=True)
class SumConstraint:
    """One sum: a total and its parts, and the table and dimension it was read from."""

    table: str
    dimension: str
    total: int
    parts: tuple[int, ...]


@dataclass(frozen=True)
class CellSystem:
    """The cells of all tables by their keys, and the sums between them.

    `matrix @ counts` is zero: a row for each line, 1 at its total and -1 at its parts.
    """

    keys: Sequence[CellKey]
    index: dict[CellKey, int]
    lines: Sequence[SumConstraint]
    matrix: Matrix

    @property
    def size(self) -> int:
        """The number of different cells."""
        return len(self.keys)

    def is_finest(self) -> NDArray[np.bool_]:
        """True for each cell that is not a total: the finest cells."""
        finest = np.ones(self.size, dtype=bool)
        finest[[line.total for line in self.lines]] = False
        return finest

    def is_finest_in_tables(self) -> NDArray[np.bool_]:
        """True for a cell that is not a total in the tables themselves, whatever is behind."""
        finest = np.ones(self.size, dtype=bool)
        finest[[line.total for line in self.lines if line.table != JOINT_TABLE_NAME]] = False
        return finest

    def is_sum_of_tables(self) -> NDArray[np.bool_]:
        """True for a row of the matrix that is not a sum to the table behind linked ones."""
        rows = np.ones(self.matrix.shape[0], dtype=bool)
        rows[: len(self.lines)] = [line.table != JOINT_TABLE_NAME for line in self.lines]
        return rows

    def describe_sum(self, line: SumConstraint) -> str:
        """The line as a sentence's subject, naming the table, the dimension and the total."""
        return f"{line.table}: {describe_cell(self.keys[line.total])}, summed over {line.dimension}"


# Whether to assume lines that no table states itself.
type SumBelief = Callable[[list[SumConstraint], dict[CellKey, int]], bool]


def assume_only_stated_sums(_lines: list[SumConstraint], _index: dict[CellKey, int]) -> bool:
    """Accepts only stated sums."""
    return False


def build_system(tables: LinkedTables, believed: SumBelief = assume_only_stated_sums) -> CellSystem:
    """The system of complete tables (see `table_files.complete_table`), each line once.

    A table without a total of its own in a dimension may still add up to a cell of another table;
    such lines are used if `believed` accepts them.
    """
    # Sorted, so that the same cells make the same system in any order of the rows.
    keys = sorted({table.key_of_row(row) for table in tables.tables for row in table.rows})
    index = {key: place for place, key in enumerate(keys)}
    lines: dict[tuple[int, tuple[int, ...]], SumConstraint] = {}
    for table in tables.tables:
        for place, name in enumerate(table.dimensions):
            table_lines = _lines(table, place, tables.hierarchy(name), index)
            for some in _borrowed(tables, table, place, index):
                table_lines += some if believed(some, index) else []
            for line in table_lines:
                lines.setdefault((line.total, line.parts), line)
    kept = [lines[identity] for identity in sorted(lines)]
    return CellSystem(keys, index, kept, build_matrix(kept, len(index)))


def _lines(
    table: CountTable, place: int, tree: Hierarchy, index: dict[CellKey, int]
) -> list[SumConstraint]:
    codes = table.codes_by_dimension()
    return [
        line
        for above, below in tree.children(codes[place]).items()
        if above in codes[place]
        for line in _across(table, place, (above, below), index)
    ]


def _borrowed(
    tables: LinkedTables, table: CountTable, place: int, index: dict[CellKey, int]
) -> list[list[SumConstraint]]:
    """Lines to totals that only other tables show, grouped by that total's code."""
    name = table.dimensions[place]
    tree, own = tables.hierarchy(name), table.codes_by_dimension()[place]
    elsewhere = {TOTAL} if any(name not in other.dimensions for other in tables.tables) else set()
    for other in tables.tables:
        if name in other.dimensions:
            elsewhere |= other.codes_by_dimension()[other.dimensions.index(name)]
    groups = []
    for above in sorted(elsewhere - own):
        below = [code for code in own if above in tree.ancestors(code)]
        below = [code for code in below if not _between(tree, code, above) & own]
        if below:
            groups.append(_across(table, place, (above, sorted(below)), index))
    return [lines for lines in groups if lines]


def _between(tree: Hierarchy, code: str, above: str) -> set[str]:
    chain = tree.ancestors(code)
    return set(chain[: chain.index(above)])


def _across(
    table: CountTable, place: int, split: tuple[str, list[str]], index: dict[CellKey, int]
) -> list[SumConstraint]:
    """One line for each combination of the other dimensions' codes for which all cells exist."""
    above, below = split
    names = table.dimensions
    others = [
        sorted(codes) if other != place else [above]
        for other, codes in enumerate(table.codes_by_dimension())
    ]
    lines = []
    for codes in product(*others):
        total = index.get(build_cell_key(names, codes))
        if total is None:
            continue
        parts = [
            index.get(build_cell_key(names, (*codes[:place], part, *codes[place + 1 :])))
            for part in below
        ]
        known = tuple(sorted(part for part in parts if part is not None))
        if len(known) == len(parts) and known != (total,):
            lines.append(SumConstraint(table.name, names[place], total, known))
    return lines


def build_matrix(lines: Sequence[SumConstraint], size: int) -> Matrix:
    """A row per line: 1 at its total, -1 at its parts."""
    rows = [number for number, line in enumerate(lines) for _ in range(len(line.parts) + 1)]
    columns = [cell for line in lines for cell in (line.total, *line.parts)]
    values = [v for line in lines for v in (1.0, *([-1.0] * len(line.parts)))]
    return sparse.csr_array((values, (rows, columns)), shape=(len(lines), size))


def sums_within(matrix: Matrix, own: IntArray) -> Matrix:
    """The sums between these cells only, without those that include other cells."""
    part = matrix[:, own]
    is_whole = np.diff(sparse.csr_array(part).indptr) == np.diff(sparse.csr_array(matrix).indptr)
    return part[np.flatnonzero(is_whole)]


def assume_all_valid_sums(system_counts: dict[CellKey, int]) -> SumBelief:
    """A belief accepting lines that hold for every combination of all counts."""

    def believed(lines: list[SumConstraint], index: dict[CellKey, int]) -> bool:
        value = {place: system_counts.get(key, 0) for key, place in index.items()}
        return all(value[line.total] == sum(value[p] for p in line.parts) for line in lines)

    return believed
