"""The finest table behind linked ones: it is not printed, and every linked table is a sum of it.

Its cells cannot be negative, which restricts the linked tables beyond the margins they share: what
three two-dimensional tables leave open may be decided by the fact that a single table of all three
dimensions must exist.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from saathi.engines.disclosure.attacker import UNBOUNDED, DisclosureAttacker
from saathi.engines.disclosure.hierarchies import TOTAL
from saathi.engines.disclosure.system import (
    JOINT_TABLE_NAME,
    CellSystem,
    IntArray,
    SumConstraint,
    build_matrix,
)
from saathi.engines.disclosure.tables import (
    CellKey,
    CountTable,
    LinkedTables,
    TableRow,
    build_cell_key,
)

# The most cells not known to be empty, including those of the tables.
MAX_JOINT_CELLS = 2_400
# The most combinations of codes, most of which may be known to be empty.
MAX_COMBINATIONS = 200_000
OMITTED_NOTE = (
    "Behind these linked tables is one of all their dimensions, too large to be held: what an attacker "
    "concludes from there being one was not tried."
)


def add_joint_table(
    tables: LinkedTables, system: CellSystem, empty: NDArray[np.bool_]
) -> tuple[LinkedTables, CellSystem]:
    """The tables with the finest one behind them, and the system of both; unchanged if none is kept.

    `empty` are the cells that everyone knows to be 0: combinations within them are left out.
    """
    names = sorted({name for table in tables.tables for name in table.dimensions})
    codes = [_finest(tables, name) for name in names]
    size = float(np.prod([len(code) for code in codes], dtype=float))
    views = [_view(tables, table, names, codes) for table in tables.tables]
    if size > MAX_COMBINATIONS or any(view.is_finest for view in views):
        return tables, system
    known_empty = {system.keys[cell] for cell in np.flatnonzero(empty).tolist()}
    rows, sums = _finest_rows(views, product(*codes), known_empty)
    if len(rows) + system.size - len(known_empty) > MAX_JOINT_CELLS:
        return tables, system
    behind = CountTable(JOINT_TABLE_NAME, tuple(names), rows, implied_rows=len(rows))
    keys = sorted({*system.keys, *(behind.key_of_row(row) for row in rows)})
    index = {key: place for place, key in enumerate(keys)}
    own = [(line.table, line.dimension, line.total, line.parts) for line in system.lines]
    lines = [
        SumConstraint(
            name, dimension, index[system.keys[total]], tuple(index[system.keys[p]] for p in parts)
        )
        for name, dimension, total, parts in own
    ]
    lines += [
        SumConstraint(
            JOINT_TABLE_NAME, dimension, index[total], tuple(sorted(index[part] for part in parts))
        )
        for dimension, total, parts in sums
    ]
    whole = CellSystem(keys, index, lines, build_matrix(lines, len(keys)))
    return LinkedTables([*tables.tables, behind], tables.hierarchies), whole


def is_joint_table_omitted(tables: LinkedTables, system: CellSystem) -> bool:
    """Whether linked tables have a finest one behind them that was too large to be kept."""
    names = {name for table in tables.tables for name in table.dimensions}
    codes = [_finest(tables, name) for name in sorted(names)]
    views = [_view(tables, table, sorted(names), codes) for table in tables.tables]
    is_held = any(line.table == JOINT_TABLE_NAME for line in system.lines)
    return not is_held and not any(view.is_finest for view in views)


def fill_joint_counts(
    tables: LinkedTables, system: CellSystem, counts: IntArray
) -> LinkedTables | None:
    """The tables with some counts of the finest one that agree with them; None if there are none.

    In that case the tables do not count the same children, or a child has several codes of one
    dimension.
    """
    *others, behind = tables.tables
    places = np.array([system.index[behind.key_of_row(row)] for row in behind.rows], dtype=np.int64)
    lower, upper = counts.copy(), counts.copy()
    own = np.ones(system.size, dtype=bool)
    own[[system.index[table.key_of_row(row)] for table in others for row in table.rows]] = False
    lower[own], upper[own] = 0, UNBOUNDED
    joint = DisclosureAttacker(system.matrix, lower, upper).find_table()
    if joint is None:
        return None
    rows = [
        replace(row, count=int(joint[place]))
        for row, place in zip(behind.rows, places.tolist(), strict=True)
    ]
    return LinkedTables([*others, replace(behind, rows=rows)], tables.hierarchies)


def _finest(tables: LinkedTables, name: str) -> list[str]:
    shown = {
        code
        for table in tables.tables
        if name in table.dimensions
        for code in table.codes_by_dimension()[table.dimensions.index(name)]
    } - {TOTAL}
    inner = {above for code in shown for above in tables.hierarchy(name).ancestors(code)}
    return sorted(shown - inner)


@dataclass(frozen=True)
class _FinestTableView:
    """How a table relates to the finest one: which of its own finest codes each finest code belongs to."""

    dimensions: tuple[str, ...]
    places: tuple[int, ...]
    under: Sequence[dict[str, list[str]]]
    summed: str
    is_finest: bool

    def cells(self, codes: tuple[str, ...]) -> Iterator[CellKey]:
        """The table's finest cells in which a finest combination counts."""
        chosen = [own[codes[place]] for own, place in zip(self.under, self.places, strict=True)]
        return (build_cell_key(self.dimensions, codes_) for codes_ in product(*chosen))


def _view(
    tables: LinkedTables, table: CountTable, names: Sequence[str], codes: Sequence[list[str]]
) -> _FinestTableView:
    under = []
    for name, shown in zip(table.dimensions, table.codes_by_dimension(), strict=True):
        tree = tables.hierarchy(name)
        inner = {above for code in shown for above in tree.ancestors(code)}
        own = shown - inner
        finest = codes[names.index(name)]
        under.append(
            {code: [c for c in (code, *tree.ancestors(code)) if c in own] for code in finest}
        )
    is_finest = len(under) == len(names) and all(
        own.get(code) == [code] for own in under for code in own
    )
    places = tuple(names.index(name) for name in table.dimensions)
    summed = next((name for name in names if name not in table.dimensions), names[0])
    return _FinestTableView(table.dimensions, places, under, summed, is_finest)


def _finest_rows(
    views: Sequence[_FinestTableView], combinations: Iterator[tuple[str, ...]], empty: set[CellKey]
) -> tuple[list[TableRow], list[tuple[str, CellKey, list[CellKey]]]]:
    """The finest rows that may be non-empty, and each table's finest cells as sums of them."""
    names = sorted({name for view in views for name in view.dimensions})
    parts: list[dict[CellKey, list[CellKey]]] = [{} for _ in views]
    rows = []
    for codes in combinations:
        cells = [list(view.cells(codes)) for view in views]
        is_empty = any(cell in empty for parts_of_table in cells for cell in parts_of_table)
        own = build_cell_key(names, codes)
        for entry, some in zip(parts, cells, strict=True):
            for cell in some:
                entry.setdefault(cell, []).extend([] if is_empty else [own])
        if not is_empty:
            rows.append(TableRow(codes, 0, ""))
        if len(rows) > MAX_JOINT_CELLS:
            break
    sums = {
        (cell, tuple(own)): view.summed
        for view, item in zip(views, parts, strict=True)
        for cell, own in item.items()
        if cell not in empty and own != [cell]
    }
    return rows, [(name, cell, list(own)) for (cell, own), name in sorted(sums.items())]
