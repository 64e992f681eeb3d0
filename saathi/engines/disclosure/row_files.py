"""Rows of a file as text: CSV separated by commas, semicolons or tabs, or the first sheet of a workbook."""

import csv
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from saathi.engines.disclosure.errors import InputError

SEPARATORS = (",", ";", "\t")
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
# A spreadsheet takes a cell that begins so for a formula; such a code is written after an apostrophe.
FORMULA_STARTS = ("=", "+", "-", "@")

type NumberedRows = list[tuple[int, list[str]]]


def read_rows(path: Path) -> tuple[list[str], NumberedRows]:
    """The column names, and each row that is not empty with its line; `InputError` if unreadable."""
    is_workbook = path.suffix.lower() in WORKBOOKS
    header, lines = _read_workbook(path) if is_workbook else _read_csv(path)
    if not header:
        raise InputError(f"{path}: is empty or begins with an empty line; it has no column names.")
    if len(set(header)) != len(header) or not all(header):
        raise InputError(f"{path}: the first line must name each column once.")
    return header, lines


def written_name(path: Path) -> str:
    """The name under which the table of a file is written: workbooks become CSV."""
    return path.with_suffix(".csv").name if path.suffix.lower() in WORKBOOKS else path.name


def quote_formula(code: str) -> str:
    """The code as it is written, so that no spreadsheet takes it for a formula."""
    return f"'{code}" if code.startswith(FORMULA_STARTS) else code


def unquote_formula(code: str) -> str:
    """The code that `quote_formula` wrote."""
    return code[1:] if code.startswith("'") and code[1:].startswith(FORMULA_STARTS) else code


def find_separator(first_line: str) -> str:
    """The separator of a CSV: that of which the first line has most, the comma among equals."""
    return max(SEPARATORS, key=first_line.count)


def _read_csv(path: Path) -> tuple[list[str], NumberedRows]:
    reader = None
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            separator = find_separator(file.readline())
            file.seek(0)
            reader = csv.reader(file, strict=True, delimiter=separator)
            header = [name.strip() for name in next(reader, [])]
            lines = [(reader.line_num, row) for row in reader if any(row)]
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}, line {_first_bad_line(path)}: is not written in UTF-8 as the file must be."
        ) from error
    except csv.Error as error:
        number = reader.line_num if reader is not None else 1
        raise InputError(f"{path}, line {number}: is no CSV ({error}).") from error
    return header, lines


def _read_workbook(path: Path) -> tuple[list[str], NumberedRows]:
    try:
        with path.open("rb") as file:
            rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}).") from error
    except (CalamineError, ValueError, IndexError) as error:
        raise InputError(f"{path}: is no workbook that can be read ({error}).") from error
    texts = [[_text(cell) for cell in row] for row in rows]
    header = [name.strip() for name in texts[0]] if texts else []
    while header and not header[-1]:
        header.pop()
    lines = [
        (number, row[: len(header)] if not any(row[len(header) :]) else row)
        for number, row in enumerate(texts[1:], 2)
        if any(row)
    ]
    return header, lines


def _text(cell: object) -> str:
    """A cell as text: a workbook stores whole numbers with a fraction of zero."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _first_bad_line(path: Path) -> int:
    """The number of the first non-UTF-8 line."""
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            return number
    return 1
