"""The problems of a file, a column or a cell, in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """A problem to correct or to note: its reason, its column, and the values for its message.

    `values` never contain the text of a cell: a problem may be stored, a name may not. Only a word
    of a list of the source system, written as a code, may be among them.
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
TOO_LARGE = Reason(
    "too_large", _("The file is larger than %(most)d MB. Split it into several files.")
)
TOO_MANY_ROWS = Reason(
    "too_many_rows", _("The file has more than %(most)d rows. Split it into several files.")
)
TOO_MANY_COLUMNS = Reason(
    "too_many_columns", _("The file has more than %(most)d columns. Remove columns.")
)
LONG_CELL = Reason(
    "long_cell", _("Row %(row)d contains a cell of more than %(most)d characters. Shorten it.")
)
NO_HEADING = Reason(
    "no_heading",
    _("The first row must contain the column names, and at least one row must follow."),
)
NOT_TEXT = Reason(
    "not_text",
    _(
        "The characters in this file cannot be read. Save it as CSV in UTF-8, or choose "
        "its character encoding."
    ),
)
BAD_CSV = Reason(
    "bad_csv", _("The table cannot be read from row %(row)d onwards. Correct this row.")
)
BAD_BOOK = Reason("bad_book", _("The file is not an Excel or LibreOffice workbook, or is damaged."))
BAD_JSON = Reason("bad_json", _("The file is not valid JSON or is damaged."))
NOT_RECORDS = Reason(
    "not_records", _("The file must contain a list of records, as in a Primero case export.")
)
TOO_MANY_FIELDS = Reason(
    "too_many_fields", _("Record %(row)d has more than %(most)d fields. Export fewer forms.")
)
TOO_MANY_ENTRIES = Reason(
    "too_many_entries",
    _("Record %(row)d has a list of more than %(most)d entries. Shorten it in the source system."),
)
TOO_DEEP = Reason("too_deep", _("Record %(row)d has lists nested more than %(most)d levels deep."))
PARSER_FAILED = Reason(
    "parser_failed",
    _(
        "The file cannot be read. It is damaged, or needs too much memory or time. Save "
        "it with fewer rows and columns and try again."
    ),
)
PARSER_BUSY = Reason("parser_busy", _("Several files are being processed. Try again in a minute."))
LOCKED = Reason("locked", _("The file is protected with a password. Save it without a password."))

NO_NAME = Reason(
    "no_name",
    _("Enter a name. If the name is not known, enter what the child is called for now."),
)
NO_DATE = Reason("no_date", _("Enter a full or partial date: year, month and day."))
TO_COME = Reason(
    "to_come", _("Enter a date in the past. Check the calendar and the order of day and month.")
)
TOO_LONG_AGO = Reason("too_long_ago", _("This date is too long ago. Correct the year."))
NO_AGE = Reason("no_age", _("Enter an age as a whole number of years or a range such as 12-14."))
TWICE = Reason("twice", _("Row %(row)d already has this record number from the source system."))
AGE_AND_BIRTH = Reason("age_and_birth", _("Age and date of birth do not match. Both are saved."))
ADULT = Reason(
    "adult", _("According to this row, the person is 18 or over. A file is still opened.")
)
NO_WORD = Reason("no_word", _("This value was not mapped. It is stored unchanged with the record."))
NO_WORKER = Reason(
    "no_worker",
    _("No case worker has this e-mail address. The case is assigned to the worker you chose."),
)
STAYS_OPEN = Reason(
    "stays_open",
    _(
        "Closed in the source system, but without a recognised date and reason. The case "
        "stays open here."
    ),
)
NO_ID = Reason(
    "no_id",
    _(
        "No record number from the source system. If the file is imported again, this row "
        "will be registered as a new child."
    ),
)
BORN_LATER = Reason("born_later", _("The date of birth is after the date of registration."))
CLOSED_BEFORE = Reason("closed_before", _("The date of closure is before the date of opening."))
CUT = Reason(
    "cut", _("The text is too long for this field. The full text is stored with the record.")
)
NOT_ENTRIES = Reason(
    "not_entries", _("This is not a list of entries. It is stored unchanged with the record.")
)
NO_CASE = Reason(
    "no_case",
    _(
        "The case of this incident is not in the file. Upload the incidents together with the cases."
    ),
)
GOES_ON = Reason(
    "goes_on",
    _(
        "Closed in Primero because of a transfer or repatriation, which does not end the work. "
        "The case stays open here, with a task to review it."
    ),
)
REVIEW_CLOSURE = Reason(
    "review_closure",
    _(
        "Closed in Primero, but without a date and a reason accepted for closure here. The "
        "case stays open, with a task to review it."
    ),
)
NO_OWNER = Reason(
    "no_owner", _("No owner is recorded. The case is assigned to the worker you chose.")
)
IS_DISABLED = Reason("is_disabled", _("The record is disabled in Primero. It is still imported."))
NO_PLACE = Reason(
    "no_place",
    _(
        "Primero does not record the details required here. The entry is kept as text with the "
        "record."
    ),
)
NO_CODE = Reason("no_code", _("Saathi has no code for “%(word)s”. It is kept as text."))
NO_CODE_OF_TEXT = Reason(
    "no_code_of_text", _("Saathi has no code for what is written here. It is kept as text.")
)
NO_CODE_TASK = Reason(
    "no_code_task",
    _("Saathi has no code for “%(word)s”. It is kept as text, and a task asks about it."),
)
NO_CODE_TASK_OF_TEXT = Reason(
    "no_code_task_of_text",
    _("Saathi has no code for what is written here. It is kept as text, and a task asks about it."),
)
# The same without the word, which may be a name.
WITHOUT_WORD = {NO_CODE: NO_CODE_OF_TEXT, NO_CODE_TASK: NO_CODE_TASK_OF_TEXT}
NO_DAY = Reason(
    "no_day", _("No date up to today can be read from what is written here. It is kept as text.")
)
NO_FIELD = Reason("no_field", _("There is no field for this in Saathi. It is kept as text."))
CARE_OF_FAMILY = Reason(
    "care_of_family",
    _(
        "This is a caregiver’s consent. Record the guardian and the consent here. The entry is "
        "kept as text."
    ),
)
REFUSED_TASK = Reason(
    "refused_task",
    _("Refused, or not ticked, in Primero. It is kept as text and as a task to ask again."),
)
REFUSED_TEXT = Reason(
    "refused_text",
    _("Refused, or not ticked, in Primero. It is kept as text: the case is closed."),
)
PLAN_DRAFT = Reason(
    "plan_draft",
    _(
        "The plan is imported as a draft, because the child’s part in it is not recorded in Primero."
    ),
)
SAME_CONCERN = Reason(
    "same_concern",
    _("Entries about the same protection concern are combined in its details."),
)
SOURCE_TWICE = Reason(
    "field_twice", _("Two columns are used for the same field. Choose one of them.")
)

REASONS = {each.code: each for each in list(globals().values()) if isinstance(each, Reason)}
