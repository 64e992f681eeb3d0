"""The interface to disclosure control: an indicator as a long table with margins and hierarchies.

Counts are exact. They leave the warehouse only in this form, and only into
`saathi.engines.disclosure`: one CSV for each table, with a column for each dimension, `Total` for
margins and a column `count`; hierarchies as CSV of child and parent. A share is two linked tables,
the whole and the part.
"""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa

from saathi.evidence.indicators import sql
from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.indicators.dimensions import Dimension
from saathi.evidence.warehouse.errors import WarehouseError
from saathi.evidence.warehouse.snapshots import WarehouseSnapshot
from saathi.evidence.warehouse.steps import open_facts
from saathi.evidence.warehouse.store import WarehouseStore


def build_cube(
    store: WarehouseStore,
    snapshot: WarehouseSnapshot,
    indicator: Indicator,
    dimensions: tuple[Dimension, ...],
) -> pa.Table:
    """The long table of an indicator: `count` of the whole and `counted` of the part."""
    files = {name: store.file_path(part) for name, part in snapshot.frames.items()}
    with open_facts(files, store.work) as database:
        return database.sql(sql.cube_sql(indicator, dimensions)).to_arrow_table()


def dimension_hierarchy(dimension: Dimension) -> list[tuple[str, str]]:
    """Child and parent of each category that rolls up, the top ones to `Total`; empty where flat."""
    if not dimension.parents:
        return []
    tops = set(dimension.parents.values()) - set(dimension.parents)
    return [*dimension.parents.items(), *((top, sql.TOTAL) for top in sorted(tops))]


def write_cube(
    store: WarehouseStore,
    snapshot: WarehouseSnapshot,
    indicator: Indicator,
    by: Sequence[str],
    folder: Path,
) -> list[Path]:
    """The files written for the engine into a private folder: tables and hierarchies."""
    dimensions = tuple(_dimension(indicator, name) for name in by)
    table = build_cube(store, snapshot, indicator, dimensions)
    labels = ["year", "country", *(dimension.name for dimension in dimensions)]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    columns_by_file = {f"{indicator.name}.csv": "count"}
    if indicator.is_share:
        columns_by_file[f"{indicator.name}-part.csv"] = "counted"
    rows = table.to_pylist()
    files = [
        _write(
            folder / name,
            [*labels, "count"],
            ([*(row[label] for label in labels), row[column]] for row in rows),
        )
        for name, column in columns_by_file.items()
    ]
    files += [
        _write(
            folder / f"{dimension.name}-hierarchy.csv",
            ["child", "parent"],
            dimension_hierarchy(dimension),
        )
        for dimension in dimensions
        if dimension.parents
    ]
    return files


def _dimension(indicator: Indicator, name: str) -> Dimension:
    dimension = indicator.dimension(name)
    if dimension is None or not dimension.do_sums_hold:
        possible = ", ".join(
            possible_dimension.name
            for possible_dimension in indicator.by
            if possible_dimension.do_sums_hold
        )
        raise WarehouseError(f"{indicator.name} has no table by {name}; it has one by {possible}.")
    return dimension


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    path.touch(mode=0o600)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path
