"""Problems in a workbook and their place, in plain words that the page translates."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MAX_PROBLEMS = 60  # a sheet with errors in every row reports only the first rows


@dataclass(frozen=True, slots=True)
class XlsformProblem:
    """One problem in one place. `text` is a message id whose percent placeholders `values` fill.

    `row` 0 means the whole sheet, an empty `sheet` the file. A note does not prevent publication: it
    says what Saathi handles differently from what the author may expect.
    """

    text: str
    values: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    row: int = 0
    column: str = ""
    is_note: bool = False


class WorkbookUnreadable(Exception):
    """The file is not a readable workbook; `trouble` says why."""

    def __init__(self, trouble: XlsformProblem) -> None:
        super().__init__(trouble.text)
        self.trouble = trouble
