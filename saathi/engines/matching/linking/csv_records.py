"""Reads a CSV file of records into columns of text, in memory; names rows that are not sound, by number."""

import csv
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

PORTION: Final = 50_000  # rows that are held as lists at a time
SEPARATORS: Final = ",;\t|"
MAX_ROWS_NAMED: Final = 5


class UnreadableFile(Exception):
    """A file that cannot be read as records; the message tells the user why."""


def read_csv_table(path: Path, encoding: str | None) -> pa.Table:
    """All columns as texts, an empty cell as missing; UTF-8 without an encoding."""
    try:
        with path.open(encoding=encoding or "utf-8-sig", newline="") as file:
            return _read_rows(path, _without_binary(path, file))
    except LookupError:
        raise UnreadableFile(f"There is no encoding {encoding}.") from None
    except UnicodeError:
        if encoding:
            raise UnreadableFile(f"{path} is not in the encoding {encoding}.") from None
        raise UnreadableFile(
            f"{path} is not in UTF-8. Name its encoding, such as --encoding windows-1252 "
            "(what Excel writes as plain CSV), or save it as CSV UTF-8."
        ) from None
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror}.") from None


def _without_binary(path: Path, lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if "\0" in line:
            raise UnreadableFile(
                f"{path} has bytes that are no text. If it is UTF-16 without a mark, give "
                "--encoding utf-16-le or utf-16-be."
            )
        yield line


def _read_rows(path: Path, lines: Iterator[str]) -> pa.Table:
    head = next((line for line in lines if line.strip(" \r\n\ufeff")), "").lstrip("\ufeff")
    if not head:
        raise UnreadableFile(f"{path} is empty.")
    separator = max(SEPARATORS, key=head.count)
    rows = csv.reader(_with_first(head, lines), delimiter=separator, strict=True)
    read = 0
    try:
        names = _name_columns(path, next(rows))
        portions = []
        while portion := list(islice(rows, PORTION)):
            portions.append(_build_portion(path, names, portion, read))
            read += len(portion)
    except csv.Error:
        raise UnreadableFile(
            f"{path} is no CSV from line {rows.line_num} on, or before: a quotation mark is not "
            "closed, or text follows one."
        ) from None
    return pa.concat_tables(portions) if portions else _build_portion(path, names, [], 0)


def _with_first(head: str, lines: Iterator[str]) -> Iterator[str]:
    yield head
    yield from lines


def _name_columns(path: Path, cells: list[str]) -> list[str]:
    """The names of the columns; a column without one gets its number."""
    while cells and not cells[-1].strip():
        cells.pop()
    names = [cell.strip() or f"column {number}" for number, cell in enumerate(cells, start=1)]
    if len(set(names)) < len(names):
        raise UnreadableFile(f"{path} has two columns of the same name.")
    return names


def _build_portion(path: Path, names: list[str], rows: list[list[str]], before: int) -> pa.Table:
    """The rows that are not blank as columns; a shorter row lacks its last cells."""
    width = len(names)
    longer = [
        before + number
        for number, row in enumerate(rows, start=1)
        if any(map(str.strip, row[width:]))
    ]
    if longer:
        raise UnreadableFile(f"{path} has more cells than names of columns in {name_rows(longer)}.")
    full = [[*row[:width], *[""] * (width - len(row))] for row in rows if any(map(str.strip, row))]
    columns = zip(*full, strict=True) if full else [()] * width
    empty = pa.scalar("", pa.string())
    arrays = (pa.array(column, pa.string()) for column in columns)
    return pa.table({
        name: pc.if_else(pc.equal(array, empty), pa.scalar(None, pa.string()), array)
        for name, array in zip(names, arrays, strict=True)
    })  # fmt: skip


def name_rows(rows: list[int]) -> str:
    """Rows in words, counted from 1 without the line of names; the first few by number."""
    first = ", ".join(str(row) for row in rows[:MAX_ROWS_NAMED])
    if len(rows) == 1:
        return f"row {first}"
    return f"{len(rows)} rows ({first}{', ...' if len(rows) > MAX_ROWS_NAMED else ''})"
