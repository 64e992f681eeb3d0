"""Reads a file of records, CSV or Parquet, into columns by field; nothing is written anywhere."""

import re
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from saathi.engines.matching.linking import fields
from saathi.engines.matching.linking.fields import FIELDS


class UnreadableFile(Exception):
    """A file that cannot be read as records, and why, for the user."""


@dataclass(frozen=True)
class LinkageRecords:
    """Records as they were written: an id each, and text by field or auxiliary column."""

    ids: pa.Array
    columns: dict[str, pa.Array]
    has_own_ids: bool = True

    def __len__(self) -> int:
        return len(self.ids)


def open_memory_database() -> duckdb.DuckDBPyConnection:
    """A database in memory that spills nothing to disk and fetches nothing from anywhere."""
    return duckdb.connect(
        ":memory:",
        config={
            "temp_directory": "",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "threads": "2",
        },
    )


def read_records(path: Path) -> LinkageRecords:
    """The records of a file; `UnreadableFile` says what is wrong with it."""
    return records_from_table(read_table(path), str(path))


def read_table(path: Path) -> pa.Table:
    """All columns of a file as texts."""
    if not path.is_file():
        raise UnreadableFile(f"There is no file {path}.")
    if not path.stat().st_size:
        raise UnreadableFile(f"{path} is empty.")
    source = "read_parquet(?)"
    if not _is_parquet(path):
        source = "read_csv(?, all_varchar = true, header = true, strict_mode = false)"
    try:
        with open_memory_database() as connection:
            return connection.sql(
                f"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM {source}",  # noqa: S608 - one of two texts
                params=[str(path)],
            ).to_arrow_table()
    except duckdb.Error as error:
        reason = str(error).splitlines()[0][:200]
        raise UnreadableFile(
            f"{path} is neither Parquet nor CSV that can be read: {reason}"
        ) from None


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


def records_from_table(table: pa.Table, name: str = "The table") -> LinkageRecords:
    """The records of a table of texts, whose columns are found by their documented names."""
    columns_by_name = {_plain(column): column for column in reversed(table.column_names)}
    columns_of_field = {field.name: field.columns for field in FIELDS} | {
        "name": fields.FULL_NAME,
        "age": fields.AGE,
        "as_of": fields.AGE_AS_OF,
        "birth_year": fields.BIRTH_PARTS[0],
        "birth_month": fields.BIRTH_PARTS[1],
        "birth_day": fields.BIRTH_PARTS[2],
    }
    columns: dict[str, pa.Array] = {}
    for field, synonyms in columns_of_field.items():
        written = next(
            (columns_by_name[synonym] for synonym in synonyms if synonym in columns_by_name), None
        )
        if written is not None:
            columns[field] = _column(table, written)
    if not columns:
        raise UnreadableFile(
            f"{name} has no column that is compared; it has {', '.join(table.column_names)}. "
            "docs/linking.md lists the names that are understood."
        )
    written = next(
        (
            columns_by_name[_plain(one)]
            for one in fields.ID_COLUMNS
            if _plain(one) in columns_by_name
        ),
        None,
    )
    written = written or _other_id(table)
    if written is None:
        return LinkageRecords(
            pa.array([str(row) for row in range(len(table))]), columns, has_own_ids=False
        )
    return LinkageRecords(_column(table, written), columns)


def _other_id(table: pa.Table) -> str | None:
    """A column that is called some id and numbers each record differently."""
    for name in table.column_names:
        if _plain(name).endswith("id"):
            column = table.column(name)
            if not column.null_count and pc.count_distinct(column).as_py() == len(table):
                return str(name)
    return None


def _column(table: pa.Table, name: str) -> pa.Array:
    return table.column(name).cast(pa.string()).combine_chunks()


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
