"""Reads a file of records, CSV or Parquet, into columns by field; nothing is written anywhere."""

import codecs
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from saathi.engines.matching.linking.columns import (
    COLUMNS,
    ID_ROLE,
    ChosenColumns,
    choose_columns,
    normalise_column_name,
)
from saathi.engines.matching.linking.csv_records import UnreadableFile, name_rows, read_csv_table

# What a file begins with: spreadsheets and archives are no CSV, marks name an encoding.
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


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


def read_table(path: Path, encoding: str | None = None) -> pa.Table:
    """All columns of a file as texts; `UnreadableFile` says what is wrong with it."""
    if not path.is_file():
        raise UnreadableFile(f"There is no file {path}.")
    if not path.stat().st_size:
        raise UnreadableFile(f"{path} is empty.")
    if not _starts_with(path, b"PAR1"):
        if _starts_with(path, *_WORKBOOKS):
            raise UnreadableFile(
                f"{path} is a workbook or an archive, neither Parquet nor CSV: save its sheet as CSV (UTF-8)."
            )
        return read_csv_table(path, encoding or _marked_encoding(path))
    try:
        with open_memory_database() as connection:
            return connection.sql(
                "SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet(?)", params=[str(path)]
            ).to_arrow_table()
    except duckdb.Error as error:
        reason = str(error).splitlines()[0][:200]
        raise UnreadableFile(
            f"{path} is neither Parquet nor CSV that can be read: {reason}"
        ) from None


def _starts_with(path: Path, *beginnings: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(4).startswith(beginnings)


def _marked_encoding(path: Path) -> str | None:
    with path.open("rb") as file:
        start = file.read(4)
    return next((name for mark, name in _MARKS if start.startswith(mark)), None)


def records_from_table(
    table: pa.Table, name: str = "The table", chosen: ChosenColumns | None = None
) -> LinkageRecords:
    """The records of a table of texts, with the columns chosen, or found by their documented names."""
    chosen = chosen or choose_columns(table.column_names)
    columns = {
        role: _column(table, chosen.by_role[role]) for role in COLUMNS if role in chosen.by_role
    }
    if not columns:
        raise UnreadableFile(
            f"None of the {len(table.column_names)} columns of {name} has a name that is understood, or "
            "the first line is a record. docs/linking.md lists the names; --map COLUMN=ROLE names others."
        )
    written = chosen.by_role.get(ID_ROLE) or find_other_id(table, chosen)
    if written is None:
        return LinkageRecords(
            pa.array([str(row) for row in range(len(table))]), columns, has_own_ids=False
        )
    ids = _column(table, written)
    _check_ids(ids, written, name)
    return LinkageRecords(ids, columns)


def find_other_id(table: pa.Table, chosen: ChosenColumns) -> str | None:
    """An unused column that is called some id and numbers each record differently."""
    for name in chosen.unused:
        if normalise_column_name(name).endswith("id"):
            column = table.column(name)
            if not column.null_count and pc.count_distinct(column).as_py() == len(table):
                return str(name)
    return None


def _check_ids(ids: pa.Array, column: str, file: str) -> None:
    """Refuses ids that would not tell which record a pair is of."""
    if ids.null_count:
        is_valid = ids.is_valid().to_pylist()
        missing = [row for row, is_known in enumerate(is_valid, start=1) if not is_known]
        raise UnreadableFile(
            f"The column {column} of {file} gives no id in {name_rows(missing)}. "
            f"Give each record one, or number the rows instead with --map '{column}=ignore'."
        )
    if pc.count_distinct(ids).as_py() == len(ids):
        return
    counts = Counter(ids.to_pylist())
    twice = [row for row, value in enumerate(ids.to_pylist(), start=1) if counts[value] > 1]
    raise UnreadableFile(
        f"The column {column} of {file} gives the same id to more than one record, in "
        f"{name_rows(twice)}. Give each its own, or number the rows instead with "
        f"--map '{column}=ignore'."
    )


def _column(table: pa.Table, name: str) -> pa.Array:
    column = table.column(name).cast(pa.string())
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], pa.string())
