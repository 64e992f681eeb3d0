"""The cells of a file by sheet and row, and the limits that hold while they are read."""

from dataclasses import dataclass
from typing import Final

from saathi.engines.xlsform import limits
from saathi.engines.xlsform.problems import WorkbookUnreadable, XlsformProblem
from saathi.infra.reasons import mark_for_translation as _

type CellRow = dict[int, str]  # text by column number, from 0
type SheetRows = dict[int, CellRow]  # by row number, as a spreadsheet shows it

SHEETS: Final = frozenset({"survey", "choices", "settings"})


@dataclass
class CellBudget:
    """The number of cells that may still be read from a file."""

    cells: int = limits.CELLS

    def take(self, sheet: str, row: int, text: str, *, before: int = 0) -> None:
        """Counts one cell; `WorkbookUnreadable` if there are too many, or its text is too long.

        `before` is the number of rows in front of the first row of the sheet.
        """
        self.cells -= 1
        if self.cells < 0 or row - before > limits.ROWS:
            text = _("The workbook has more rows or cells than a form can have.")
            raise WorkbookUnreadable(XlsformProblem(text, {}, sheet, row))
        if len(text) > limits.CELL_LETTERS:
            raise WorkbookUnreadable(cell_too_long_problem(sheet, row))


def cell_too_long_problem(sheet: str, row: int) -> XlsformProblem:
    """The problem of a cell with too long a text."""
    values = {"most": str(limits.CELL_LETTERS)}
    return XlsformProblem(_("A cell contains more than %(most)s characters."), values, sheet, row)
