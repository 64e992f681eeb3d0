"""Reads an XLSForm that is written as one CSV file.

A line with a text in its first cell names a sheet. The lines after it, whose first cell is empty, are
the rows of that sheet.
"""

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from saathi.engines.xlsform.cells import SHEETS, CellBudget, SheetRows, cell_too_long_problem
from saathi.engines.xlsform.problems import WorkbookUnreadable, XlsformProblem
from saathi.infra.reasons import mark_for_translation as _

_NOT_A_FORM: Final = _(
    "The file is not an Excel workbook, and not a form as CSV: no line has “survey” in its first cell."
)
_NOT_UTF8: Final = _("The text of the CSV file is not in UTF-8. Save it as “CSV UTF-8”.")
_OPEN_QUOTE: Final = _(
    "The quotation marks of this line are wrong: a cell must end with the mark it begins with."
)
_IN_FIRST_CELL: Final = _(
    "The first cell must be empty, because only the name of a sheet can be there."
)
_UNKNOWN_SHEET: Final = _(
    "“%(name)s” is not the name of a sheet of a form, so the lines after it would not be read. Empty this"
    " cell, or remove these lines."
)
# Sheets of pyxform that a form here has no use for.
_OTHER_SHEETS: Final = frozenset({"cascades", "entities", "external_choices", "osm"})
_SHEET_TWICE: Final = _("The sheet “%(name)s” begins twice.")
# The first line whose first cell is empty shows what divides the cells.
_DIVIDER: Final = re.compile(r'^(?:"")?([,;\t])', re.MULTILINE)
_BINARY: Final = re.compile(rb"[\x00-\x08\x0e-\x1f]")


def is_text(data: bytes) -> bool:
    """Whether a file may be a text: it is not empty and has no control characters."""
    return bool(data) and not _BINARY.search(data)


def parse_csv(data: bytes) -> dict[str, SheetRows]:
    """The rows of each sheet by its name; `WorkbookUnreadable` if the file is not a form as CSV."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WorkbookUnreadable(XlsformProblem(_NOT_UTF8)) from None
    lines = _Lines()
    for number, cells in _cells_by_line(text):
        lines.add(number, cells)
    if "survey" not in lines.names:
        raise WorkbookUnreadable(XlsformProblem(_NOT_A_FORM))
    if lines.problem:
        raise WorkbookUnreadable(lines.problem)
    return lines.sheets


def _cells_by_line(text: str) -> Iterator[tuple[int, list[str]]]:
    """The stripped cells of each line, numbered as a spreadsheet numbers its rows."""
    divider = _DIVIDER.search(text)
    delimiter = divider[1] if divider else ","
    number = 0
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        for number, cells in enumerate(reader, 1):
            yield number, [cell.strip() for cell in cells]
    except csv.Error as error:
        is_long = "field limit" in str(error)
        problem = XlsformProblem(_OPEN_QUOTE, {}, "", number + 1)
        raise WorkbookUnreadable(
            cell_too_long_problem("", number + 1) if is_long else problem
        ) from None


class _Lines:
    """Collects the lines by sheet; `problem` is the first one found."""

    def __init__(self) -> None:
        self.sheets: dict[str, SheetRows] = {}
        self.names: set[str] = set()
        self.problem: XlsformProblem | None = None
        self._sheet, self._before, self._room = "", 0, CellBudget()

    def add(self, number: int, cells: list[str]) -> None:
        """Adds a line: the name of a sheet, a row of the present sheet, or both."""
        if cells and cells[0]:
            self._begin(number, cells)
        if self._sheet not in SHEETS:
            if self._sheet and self._sheet not in _OTHER_SHEETS and any(cells[1:]):
                values = {"name": self._sheet}
                self._report(XlsformProblem(_UNKNOWN_SHEET, values, "", self._before))
            return
        for column, text in enumerate(cells[1:]):
            if text:
                self._room.take(self._sheet, number, text, before=self._before)
                rows = self.sheets.setdefault(self._sheet, {})
                rows.setdefault(number, {})[column] = text

    def _begin(self, number: int, cells: list[str]) -> None:
        name = cells[0].lower()
        if name in SHEETS and name in self.names:
            self._report(XlsformProblem(_SHEET_TWICE, {"name": name}, "", number))
        elif name not in SHEETS and any(cells[1:]) and self._sheet in SHEETS:
            self._report(XlsformProblem(_IN_FIRST_CELL, {}, self._sheet, number))
        self.names.add(name)
        self._sheet, self._before = name, number

    def _report(self, problem: XlsformProblem) -> None:
        self.problem = self.problem or problem
