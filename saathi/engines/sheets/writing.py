"""Writes tables as CSV, Excel and JSON, with formulas escaped in every cell."""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter

# Characters that spreadsheet programs may take for the start of a formula, including full-width
# forms.
_FORMULA = re.compile(r"^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20|]|^[\t\r\n]")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
# Characters not allowed in XML: Excel would refuse the whole workbook.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
MAX_CELL_LENGTH = 32_000  # Excel's own limit is 32,767


@dataclass(frozen=True)
class OutputTable:
    """A table to write: its name, its columns and its rows of text."""

    name: str
    columns: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list, repr=False)


def escape_formula(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet program might read a formula."""
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def unescape_formula(cell: str) -> str:
    """The text of a cell that `escape_formula` may have written."""
    return cell[1:] if cell[:1] == "'" and escape_formula(cell[1:]) == cell else cell


def write_csv(table: OutputTable) -> bytes:
    """The table as CSV in UTF-8, with the byte order mark that Excel needs."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([escape_formula(column) for column in table.columns])
    writer.writerows([escape_formula(cell) for cell in row] for row in table.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def write_workbook(tables: Sequence[OutputTable]) -> bytes:
    """The tables as one Excel workbook, one sheet each; every cell is text, never a formula."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        for table in tables:
            sheet = book.add_worksheet(table.name[:31])
            for number, row in enumerate([table.columns, *table.rows]):
                for place, cell in enumerate(row):
                    plain = _UNWRITABLE.sub("", escape_formula(cell))[:MAX_CELL_LENGTH]
                    sheet.write_string(number, place, plain)
    return out.getvalue()


def write_json(records: Sequence[Mapping[str, Any]]) -> bytes:
    """The records as JSON with non-ASCII letters unescaped."""
    return json.dumps(records, ensure_ascii=False, indent=1).encode()
