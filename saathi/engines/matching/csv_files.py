"""CSV files that commands read and write row by row, with plain messages for every error."""

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Protocol, TextIO

_LONGEST_CELL = 1 << 20


class CsvFileError(Exception):
    """A file that cannot be read or written, as a sentence for the user."""


class RowWriter(Protocol):
    """Accepts rows."""

    def writerow(self, row: Sequence[object], /) -> object:
        """Writes one row."""


def read_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The cells of these columns, row by row; other columns are ignored, a missing cell is empty."""
    csv.field_size_limit(_LONGEST_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _cells(path, csv.reader(file), columns)
    except OSError as error:
        raise CsvFileError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CsvFileError(f"{path} is not text in UTF-8; save it as CSV UTF-8.") from error


def open_csv_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The same rows, with the header checked at once so that a wrong file fails before output."""
    rows = read_rows(path, columns)
    first = next(rows, None)
    return rows if first is None else chain((first,), rows)


def _cells(
    path: Path, rows: Iterator[list[str]], columns: Sequence[str]
) -> Iterator[tuple[str, ...]]:
    number = 0
    try:
        heading = [cell.strip() for cell in next(rows, [])]
        number = 1
        missing = [column for column in columns if column not in heading]
        if missing:
            column_names = ", ".join(f'"{column}"' for column in missing)
            raise CsvFileError(f"{path} has no column {column_names} in its first line.")
        places = [heading.index(column) for column in columns]
        for row in rows:
            number += 1
            if row:
                yield tuple(row[place] if place < len(row) else "" for place in places)
    except csv.Error as error:
        raise CsvFileError(f"{path}, row {number + 1}: not a row of CSV ({error}).") from error


def add_output_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds `--out` and `--overwrite`."""
    parser.add_argument("--out", type=Path, metavar="FILE", help="instead of the screen")
    parser.add_argument(
        "--overwrite", action="store_true", help="replace the output if it is there already"
    )


@contextmanager
def write_rows(path: Path | None, *, may_replace: bool) -> Iterator[RowWriter]:
    """A writer of rows to a file that appears only when it is complete, or to the screen."""
    if path is None:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        yield csv.writer(sys.stdout, lineterminator="\n")
        sys.stdout.flush()
        return
    if path.exists() and not may_replace:
        raise CsvFileError(f"{path} is there already; choose another, or give --overwrite.")
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            yield _writer(file)
        unfinished.replace(path)
    except OSError as error:
        raise CsvFileError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _writer(file: TextIO) -> RowWriter:
    return csv.writer(file, lineterminator="\n")
