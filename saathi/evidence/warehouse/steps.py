"""The named steps: one SQL statement per file, from facts to the frames that indicators count.

Each can be inspected on its own. A step marked `-- kept` is written into the snapshot as Parquet;
the others are views. Besides the facts, a step may use the small tables and macros of this module.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from saathi.evidence.warehouse.errors import WarehouseError
from saathi.evidence.warehouse.snapshots import SnapshotFile, WarehouseSnapshot
from saathi.evidence.warehouse.store import WarehouseStore
from saathi.protection.identification.trafficking.exploitation_codes import (
    exploitation_categories,
    is_exploitation,
)
from saathi.protection.identification.trafficking.vocabulary import ExploitationPurpose

FOLDER = Path(__file__).parent / "steps"
REGIONS = Path(__file__).parent / "data" / "regions.csv"
MEMORY = "3GB"
KEPT_MARKER = "-- kept\n"

# Bands of completed years: 18 is the legal limit, 12 and 15 the limits of labour and schooling
# laws.
AGE_BANDS = ((5, "0_5"), (11, "6_11"), (14, "12_14"), (17, "15_17"))
ADULT = "18_on"
# Where age statements differ by more than this, the band is unknown.
WIDEST_YEARS = 5

MACROS = (
    # The band of an age between low and high. A person who may be under 18 is not called an adult.
    f"""
    CREATE OR REPLACE MACRO band_of(low, high) AS CASE
        WHEN low IS NULL OR high IS NULL OR high - low > {WIDEST_YEARS} THEN NULL
        WHEN low >= 18 THEN '{ADULT}'
        WHEN (low + high) // 2 <= {AGE_BANDS[0][0]} THEN '{AGE_BANDS[0][1]}'
        WHEN (low + high) // 2 <= {AGE_BANDS[1][0]} THEN '{AGE_BANDS[1][1]}'
        WHEN (low + high) // 2 <= {AGE_BANDS[2][0]} THEN '{AGE_BANDS[2][1]}'
        ELSE '{AGE_BANDS[3][1]}' END
    """,
    # The band in a month, from the possible years of birth. `greatest` skips NULL, so unknown
    # years are tested first.
    """
    CREATE OR REPLACE MACRO age_band(month, born_low, born_high) AS CASE
        WHEN month IS NULL OR born_low IS NULL OR born_high IS NULL THEN NULL
        ELSE band_of(
            greatest(0, year(month) - born_high - 1), greatest(0, year(month) - born_low)) END
    """,
    # The one form of exploitation, or "several", so that the counts of forms add up to children.
    """
    CREATE OR REPLACE MACRO form_of(taken_for) AS CASE
        WHEN taken_for IS NULL THEN NULL
        WHEN len(forms_of(taken_for)) > 1 THEN 'several'
        ELSE forms_of(taken_for)[1] END
    """,
    # All themes of several statements together, each once.
    """
    CREATE OR REPLACE MACRO themes_in(told) AS
        list_sort(list_distinct(flatten(list(coalesce(told, [])))))
    """,
    # The child's opinion of one kind of help over all statements; NULL: the child did not speak of
    # it.
    """
    CREATE OR REPLACE MACRO view_of(help, helped, hurt, missed) AS CASE
        WHEN list_contains(helped, help) AND list_contains(hurt, help) THEN 'both'
        WHEN list_contains(helped, help) THEN 'helped'
        WHEN list_contains(hurt, help) THEN 'hurt'
        WHEN list_contains(missed, help) THEN 'missed' END
    """,
    # The answer about one factor: "not asked" and "not known" are not "no".
    """
    CREATE OR REPLACE MACRO answer_of(factor, present, absent, withheld) AS CASE
        WHEN list_contains(present, factor) THEN 'yes'
        WHEN list_contains(absent, factor) THEN 'no'
        WHEN list_contains(withheld, factor) THEN 'chose_not' END
    """,
)


@dataclass(frozen=True, slots=True)
class WarehouseStep:
    """A step: its name, the meaning of a row, its statement, and whether it is kept."""

    name: str
    row: str
    sql: str
    is_kept: bool


@cache
def list_steps() -> tuple[WarehouseStep, ...]:
    """Every step in the order of dependencies."""
    steps = []
    for file in sorted(FOLDER.glob("*.sql")):
        text = file.read_text(encoding="utf-8")
        row = text.splitlines()[0].removeprefix("-- ")
        name = re.sub(r"^\d+_", "", file.stem)
        steps.append(WarehouseStep(name, row, text.strip(), is_kept=KEPT_MARKER in text))
    return tuple(steps)


def get_step(name: str) -> WarehouseStep:
    """The step with this name."""
    for step in list_steps():
        if step.name == name:
            return step
    names = ", ".join(step.name for step in list_steps())
    raise WarehouseError(f"There is no step {name}. There are {names}.")


@cache
def preparation_statements() -> tuple[str, ...]:
    """The statements that create the small tables and macros of the steps.

    They contain the regions of countries and the kind of each purpose, so that SQL and Python read
    one list.
    """
    with REGIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    regions = ", ".join(f"('{row['country']}', '{row['region']}')" for row in rows)
    purposes = ", ".join(f"('{p}', {is_exploitation(p)})" for p in ExploitationPurpose)
    return (
        f"CREATE TABLE regions AS FROM (VALUES {regions}) AS given(country, region)",
        f"CREATE TABLE purposes AS FROM (VALUES {purposes}) AS given(purpose, is_exploitation)",
        forms_macro(),
        *MACROS,
    )


def forms_macro() -> str:
    """The macro of the distinct forms of a list of purposes, in a fixed order."""
    cases = " ".join(
        f"WHEN '{p}' THEN '{next(iter(exploitation_categories([p])))}'" for p in ExploitationPurpose
    )
    return (
        "CREATE OR REPLACE MACRO forms_of(taken_for) AS list_sort(list_distinct(list_transform("
        f"taken_for, lambda p: CASE p {cases} END)))"
    )


@contextmanager
def open_facts(
    files: Mapping[str, Path], work: Path, prepared_by: Iterable[str] | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB connection with these Parquet files as tables, the small tables and the macros."""
    with duckdb.connect() as database:
        database.execute(f"SET memory_limit = '{MEMORY}'")
        database.execute("SET temp_directory = $work", {"work": str(work / "spill")})
        database.execute("SET preserve_insertion_order = false")
        for name, path in files.items():
            database.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}')")
        for statement in preparation_statements() if prepared_by is None else prepared_by:
            database.execute(statement)
        yield database


def run_steps(
    database: duckdb.DuckDBPyConnection, store: WarehouseStore, say: Callable[[str], None]
) -> dict[str, SnapshotFile]:
    """Runs every step over the facts and returns the files of the kept frames."""
    frames = {}
    for step in list_steps():
        if not step.is_kept:
            database.execute(f"CREATE VIEW {step.name} AS {step.sql}")
            continue
        draft = store.work / f"{step.name}.frame.parquet"
        database.execute(f"COPY ({step.sql}\n) TO '{draft}' (FORMAT parquet, COMPRESSION zstd)")
        part = store.add_file(draft)
        database.execute(
            f"CREATE VIEW {step.name} AS SELECT * FROM read_parquet('{store.file_path(part)}')"
        )
        frames[step.name] = part
        say(f"{step.name}: {part.rows} rows")
    return frames


def run_steps_in_memory(facts: Mapping[str, pa.Table], database: duckdb.DuckDBPyConnection) -> None:
    """Runs every step over tables in memory: for tests and for small tables."""
    for statement in preparation_statements():
        database.execute(statement)
    for name, table in facts.items():
        database.register(f"{name}_given", table)
        database.execute(f"CREATE TABLE {name} AS SELECT * FROM {name}_given")
    for step in list_steps():
        kind = "TABLE" if step.is_kept else "VIEW"
        database.execute(f"CREATE {kind} {step.name} AS {step.sql}")


@dataclass(frozen=True, slots=True)
class StepPreview:
    """A preview of a step: its columns with their types, its size, its first rows."""

    columns: dict[str, str]
    rows: int
    first_rows: list[dict[str, Any]]


def preview_step(
    store: WarehouseStore, snapshot: WarehouseSnapshot, name: str, *, rows: int = 0
) -> StepPreview:
    """A preview of a step over the facts of a snapshot, with the SQL that the snapshot contains."""
    files = {fact: store.file_path(part) for fact, part in snapshot.facts.items()}
    with open_facts(files, store.work, snapshot.preparation) as database:
        for step_name, statement in snapshot.steps:
            database.execute(f"CREATE VIEW {step_name} AS {statement}")
            if step_name == name:
                break  # later steps depend on it, not the reverse
        described = database.sql(f"DESCRIBE {name}").fetchall()
        (count,) = database.sql(f"SELECT count(*) FROM {name}").fetchall()[0]
        first: list[dict[str, Any]] = (
            database.sql(f"SELECT * FROM {name} LIMIT {rows}").to_arrow_table().to_pylist()
        )
    return StepPreview({column: kind for column, kind, *_rest in described}, count, first)
