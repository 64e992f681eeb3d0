"""What is wrong in a workbook and where, in plain words that the page translates."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MAX_PROBLEMS = 60  # a sheet that is wrong in every row is told so by its first rows


@dataclass(frozen=True, slots=True)
class XlsformProblem:
    """One thing in one place. `text` is a message id whose places in percent signs `values` fill.

    `row` 0 means the sheet as a whole, an empty `sheet` the file. A note stops nothing: it says
    what Saathi does otherwise than the author may expect.
    """

    text: str
    values: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    row: int = 0
    column: str = ""
    is_note: bool = False


class WorkbookUnreadable(Exception):
    """The file is no workbook that we read; `trouble` says why."""

    def __init__(self, trouble: XlsformProblem) -> None:
        super().__init__(trouble.text)
        self.trouble = trouble
