"""The problems of a file, a column or a cell, in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark as _


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """A problem to correct or to note: its reason, its column, and the values for its message.

    `values` never contain the text of a cell: a problem may be stored, a name may not.
    """

    reason: Reason
    column: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


class SheetNotReadable(Exception):
    """The file as a whole is not readable; `problem` gives the reason and what to do."""

    def __init__(self, problem: SheetProblem) -> None:
        super().__init__(problem.reason.code)
        self.problem = problem


EMPTY = Reason("empty", _("The file is empty."))
TOO_LARGE = Reason("too_large", _("The file is larger than %(most)d MB. Divide it."))
TOO_MANY_ROWS = Reason(
    "too_many_rows", _("The file has more than %(most)d rows. Divide it into several files.")
)
TOO_MANY_COLUMNS = Reason("too_many_columns", _("The file has more than %(most)d columns."))
LONG_CELL = Reason(
    "long_cell", _("Row %(row)d holds a cell of more than %(most)d letters. Shorten it.")
)
NO_HEADING = Reason("no_heading", _("The first line must name the columns; this file has no rows."))
NOT_TEXT = Reason(
    "not_text",
    _(
        "The letters of this file cannot be read. Save it as CSV in UTF-8, or say how it is written."
    ),
)
BAD_CSV = Reason("bad_csv", _("The file stops being a table in row %(row)d."))
BAD_BOOK = Reason("bad_book", _("This is no table of Excel or LibreOffice, or it is damaged."))
BAD_JSON = Reason("bad_json", _("This is no JSON, or it is damaged."))
NOT_RECORDS = Reason(
    "not_records", _("A list of records was expected, as the case export of Primero gives it.")
)
PARSER_FAILED = Reason(
    "parser_failed",
    _(
        "The file cannot be read: it is damaged, or reading it needs more memory or time than is "
        "allowed. Save it again with fewer rows and columns, then try once more."
    ),
)
PARSER_BUSY = Reason(
    "parser_busy", _("Several files are being read at the moment. Try again in a minute.")
)
LOCKED = Reason("locked", _("The file is locked with a password. Save it without one."))

NO_NAME = Reason(
    "no_name",
    _("No name. Where nobody knows it, write what the child is called for now."),
)
NO_DATE = Reason("no_date", _("This is no date that can be read: year, month and day, or a part."))
TO_COME = Reason(
    "to_come", _("This day is still to come. Is the date written in another calendar or order?")
)
TOO_LONG_AGO = Reason("too_long_ago", _("This is longer ago than anybody lives."))
NO_AGE = Reason("no_age", _("This is no age: a whole number of years, or a range such as 12-14."))
TWICE = Reason("twice", _("The same number from the other system is in row %(row)d already."))
AGE_AND_BIRTH = Reason("age_and_birth", _("Age and birth date do not fit together; both are kept."))
ADULT = Reason("adult", _("18 or over by what is written here; a file is opened all the same."))
NO_WORD = Reason(
    "no_word", _("This word was not translated; it is kept beside the record as it is.")
)
NO_WORKER = Reason(
    "no_worker",
    _("Nobody who works on cases has this address; the case goes to the one you chose."),
)
STAYS_OPEN = Reason(
    "stays_open",
    _("Closed there, but without a day and a reason that Saathi knows: it stays open here."),
)
NO_ID = Reason(
    "no_id",
    _("No number from the other system: read in again, this row would be taken for a new child."),
)
BORN_LATER = Reason("born_later", _("The birth date lies after the day of registration."))
CLOSED_BEFORE = Reason("closed_before", _("The case was closed before it was opened."))
CUT = Reason("cut", _("Longer than Saathi keeps here; the whole of it is kept beside the record."))
SOURCE_TWICE = Reason("field_twice", _("Two columns are used for the same; choose one of them."))

REASONS = {each.code: each for each in list(globals().values()) if isinstance(each, Reason)}
