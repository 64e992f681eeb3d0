"""Computes the numbers of indicators from a snapshot's frames, and recomputes them for comparison."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb

from saathi.evidence.indicators import sql
from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.warehouse.snapshots import SnapshotFile, WarehouseSnapshot
from saathi.evidence.warehouse.steps import open_facts
from saathi.evidence.warehouse.store import WarehouseStore

NUMBER_ORDER = "indicator, country, year, dimension, category"


@dataclass(frozen=True, slots=True)
class ExactNumber:
    """An exact number: never shown; it leaves the warehouse only through disclosure control."""

    indicator: str
    country: str
    year: int
    dimension: str
    category: str
    among: int
    counted: int | None


def number_statements(indicators: Iterable[Indicator]) -> dict[str, str]:
    """The SQL of each indicator, in the form stored in a snapshot."""
    return {indicator.name: sql.margins_sql(indicator) for indicator in indicators}


def write_numbers(
    database: duckdb.DuckDBPyConnection, store: WarehouseStore, statement_of: Mapping[str, str]
) -> SnapshotFile:
    """The file with the numbers of all statements, written in a fixed order."""
    draft = store.work / "numbers.parquet"
    together = "\nUNION ALL\n".join(f"(\n{statement}\n)" for statement in statement_of.values())
    database.execute(
        f"COPY (FROM (\n{together}\n) ORDER BY {NUMBER_ORDER}) "
        f"TO '{draft}' (FORMAT parquet, COMPRESSION zstd)"
    )
    return store.add_file(draft)


def read_snapshot_numbers(store: WarehouseStore, snapshot: WarehouseSnapshot) -> list[ExactNumber]:
    """The stored numbers of a snapshot."""
    if snapshot.numbers is None:
        return []
    with duckdb.connect() as database:
        rows = database.execute(
            f"SELECT {NUMBER_ORDER}, among, counted FROM read_parquet($file) ORDER BY {NUMBER_ORDER}",
            {"file": str(store.file_path(snapshot.numbers))},
        ).fetchall()
    return [ExactNumber(*row) for row in rows]


def find_differences(store: WarehouseStore, snapshot: WarehouseSnapshot) -> list[str]:
    """The differences found when every number is recomputed from the snapshot's facts.

    It uses the SQL stored in the snapshot, including its steps, so that anyone who has the folder
    can do the same.
    """
    files = {name: store.file_path(part) for name, part in snapshot.facts.items()}
    before = {
        (n.indicator, n.country, n.year, n.dimension, n.category): n
        for n in read_snapshot_numbers(store, snapshot)
    }
    with open_facts(files, store.work, snapshot.preparation) as database:
        for name, statement in snapshot.steps:
            database.execute(f"CREATE TABLE {name} AS {statement}")
        after = {}
        for statement in snapshot.indicators.values():
            for row in database.execute(statement).fetchall():
                after[row[:5]] = ExactNumber(*row)
    return [
        f"{', '.join(str(part) for part in key if part != '')}: {before.get(key)} / {after.get(key)}"
        for key in sorted(before.keys() | after.keys())
        if before.get(key) != after.get(key)
    ]
