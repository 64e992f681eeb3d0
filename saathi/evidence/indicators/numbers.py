"""Makes the numbers of indicators from a snapshot's frames, and makes them again to compare."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb

from saathi.evidence.indicators import sql
from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.warehouse.snapshots import Part, Snapshot
from saathi.evidence.warehouse.steps import open_facts
from saathi.evidence.warehouse.store import Store

NUMBERS = "indicator, country, year, dimension, category"


@dataclass(frozen=True, slots=True)
class Number:
    """One exact number: never shown, never leaves the warehouse but through disclosure control."""

    indicator: str
    country: str
    year: int
    dimension: str
    category: str
    among: int
    counted: int | None


def statements(wanted: Iterable[Indicator]) -> dict[str, str]:
    """The SQL of each indicator, as a snapshot keeps it."""
    return {indicator.name: sql.margins(indicator) for indicator in wanted}


def make(database: duckdb.DuckDBPyConnection, store: Store, made_by: Mapping[str, str]) -> Part:
    """Writes the numbers of all statements into one file, in a fixed order."""
    draft = store.work / "numbers.parquet"
    together = "\nUNION ALL\n".join(f"(\n{statement}\n)" for statement in made_by.values())
    database.execute(
        f"COPY (FROM (\n{together}\n) ORDER BY {NUMBERS}) "
        f"TO '{draft}' (FORMAT parquet, COMPRESSION zstd)"
    )
    return store.keep(draft)


def read(store: Store, snapshot: Snapshot) -> list[Number]:
    """The numbers of a snapshot, as they were made."""
    if snapshot.numbers is None:
        return []
    with duckdb.connect() as database:
        found = database.execute(
            f"SELECT {NUMBERS}, among, counted FROM read_parquet($file) ORDER BY {NUMBERS}",
            {"file": str(store.path(snapshot.numbers))},
        ).fetchall()
    return [Number(*row) for row in found]


def differences(store: Store, snapshot: Snapshot) -> list[str]:
    """Makes every number again from the facts of the snapshot; the ones that come out otherwise.

    By the SQL that the snapshot keeps, steps and all: whoever has the folder can do the same.
    """
    files = {name: store.path(part) for name, part in snapshot.facts.items()}
    before = {
        (n.indicator, n.country, n.year, n.dimension, n.category): n for n in read(store, snapshot)
    }
    with open_facts(files, store.work, snapshot.preparation) as database:
        for name, statement in snapshot.steps:
            database.execute(f"CREATE TABLE {name} AS {statement}")
        after = {}
        for statement in snapshot.indicators.values():
            for row in database.execute(statement).fetchall():
                after[row[:5]] = Number(*row)
    return [
        f"{', '.join(str(part) for part in key if part != '')}: {before.get(key)} / {after.get(key)}"
        for key in sorted(before.keys() | after.keys())
        if before.get(key) != after.get(key)
    ]
