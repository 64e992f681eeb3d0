"""Import pages, ready for their templates."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.models import Office
from saathi.desk import wording as days
from saathi.desk.importing import wording
from saathi.engines.sheets.checking import ColumnPlan
from saathi.engines.sheets.fields import NAME_FIELDS, CaseloadField
from saathi.engines.sheets.table import Sheet
from saathi.engines.sheets.writing import OutputTable as Written
from saathi.engines.sheets.writing import write_csv
from saathi.people.vocabulary import Gender
from saathi.protection.exchange.checks import ImportRowCheck
from saathi.protection.exchange.duplicates import PossibleDuplicate
from saathi.protection.exchange.models import Import
from saathi.protection.exchange.queries import PAGE_SIZE, ImportedFileStatus
from saathi.protection.exchange.vocabulary import ImportState
from saathi.web.components import DisplayTable, DisplayTableCell, DisplayTableColumn, LabelledValue

STALLED_SECONDS = 300  # a job without progress for this time has failed


def table_of_imports(
    records: Sequence[Import], details: Mapping[UUID, Mapping[str, Any]], office: Office
) -> DisplayTable:
    """The imports of a page of the list, newest first."""
    columns = [
        DisplayTableColumn(_("From")),
        DisplayTableColumn(_("Uploaded")),
        DisplayTableColumn(_("Rows"), is_number=True),
        DisplayTableColumn(_("Status")),
    ]
    rows = [
        [
            DisplayTableCell(
                str(details.get(record.pk, {}).get("source", "")) or _("Erased"),
                reverse("desk:show_import", args=[record.pk]),
            ),
            DisplayTableCell(days.describe_moment(record.recorded_at, office)),
            DisplayTableCell(str(record.rows)),
            DisplayTableCell(record.get_state_display()),
        ]
        for record in records
    ]
    return DisplayTable(_("Imports"), columns, rows)


def import_facts(record: Import, details: Mapping[str, Any], office: Office) -> list[LabelledValue]:
    """The facts of an import that are known from its first day."""
    kind = wording.KIND_TEXTS.get(details["kind"], "")
    return [
        LabelledValue(_("Status"), record.get_state_display()),
        LabelledValue(_("From"), details["source"]),
        LabelledValue(_("File"), details["file_name"], str(kind)),
        LabelledValue(_("Rows"), str(record.rows)),
        LabelledValue(_("Uploaded"), days.describe_moment(record.recorded_at, office)),
    ]


def outcome_table(details: Mapping[str, Any], *, is_done: bool) -> DisplayTable | None:
    """The table of row results, before or after the import; every row is counted."""
    counts = details.get("counts")
    if not counts:
        return None
    lines = [
        (_("Children imported") if is_done else _("Children to be imported"), "made"),
        (_("Already imported, by record number in the source system"), "known"),
        (_("Not imported: errors"), "refused"),
    ]
    rows = [[DisplayTableCell(label), DisplayTableCell(str(counts[key]))] for label, key in lines]
    totals = [DisplayTableCell(_("Rows read")), DisplayTableCell(str(counts["rows"]))]
    columns = [
        DisplayTableColumn(_("Result for the row")),
        DisplayTableColumn(_("Rows"), is_number=True),
    ]
    return DisplayTable(_("All rows"), columns, rows, totals=totals)


def undo_preview_table(counts: Sequence[ImportedFileStatus]) -> DisplayTable:
    """The table of how many children undoing an import would remove and keep."""
    children = [count for count in counts if count.is_child]
    staying = sum(count.was_worked_on for count in children)
    rows = [
        [
            DisplayTableCell(_("Children’s files to be removed, with all imported data")),
            DisplayTableCell(str(len(children) - staying)),
        ],
        [
            DisplayTableCell(
                _("Children’s files to be kept, because they were changed after the import")
            ),
            DisplayTableCell(str(staying)),
        ],
    ]
    columns = [
        DisplayTableColumn(_("Result")),
        DisplayTableColumn(_("Children"), is_number=True),
    ]
    return DisplayTable(_("If the import is undone"), columns, rows)


def undo_result_table(details: Mapping[str, Any]) -> DisplayTable | None:
    """The table of what was removed and kept when an import was undone."""
    counts = details.get("taken_back")
    if not counts:
        return None
    rows = [
        [DisplayTableCell(_("Children’s files removed")), DisplayTableCell(str(counts["went"]))],
        [
            DisplayTableCell(
                _("Children’s files kept, because they were changed after the import")
            ),
            DisplayTableCell(str(counts["stayed"])),
        ],
    ]
    columns = [
        DisplayTableColumn(_("What happened")),
        DisplayTableColumn(_("Children"), is_number=True),
    ]
    return DisplayTable(_("The import was undone"), columns, rows)


def reconciliation_tables(details: Mapping[str, Any]) -> list[DisplayTable]:
    """Tables of children by gender, years of birth and registration, to compare with the source."""
    counts = details.get("counts")
    if not counts:
        return []
    genders = {str(code): str(label) for code, label in Gender.choices}
    return [
        _by(_("Children by gender"), counts["by_gender"], genders),
        _by(_("Children by year of birth"), counts["by_birth_year"], {"": _("Not known")}),
        _by(
            _("Children by year of registration"),
            counts["by_registration"],
            {"": _("Not known")},
        ),
    ]


def _by(caption: str, counts: Mapping[str, int], labels: Mapping[str, str]) -> DisplayTable:
    shown = sorted(counts.items())
    rows = [
        [DisplayTableCell(labels.get(key, key)), DisplayTableCell(str(count))]
        for key, count in shown
    ]
    columns = [DisplayTableColumn(caption), DisplayTableColumn(_("Children"), is_number=True)]
    totals = [DisplayTableCell(_("All")), DisplayTableCell(str(sum(counts.values())))]
    return DisplayTable(caption, columns, rows, totals=totals)


ROW_FILTERS = ("all", "refused", "known", "warned", "doubles")


_TESTS: dict[str, Callable[[ImportRowCheck], bool]] = {
    "refused": lambda check: bool(check.errors),
    "known": lambda check: check.is_known,
    "warned": lambda check: bool(check.warnings),
    "doubles": lambda check: bool(check.possible_duplicates),
}


def filter_rows(rows: Sequence[ImportRowCheck], which: str) -> list[ImportRowCheck]:
    """The rows that match a filter; of possible duplicates, the most likely first."""
    results = [row for row in rows if which not in _TESTS or _TESTS[which](row)]
    if which == "doubles":
        results.sort(key=lambda row: (row.possible_duplicates[0].rank, row.number))
    return results


@dataclass(frozen=True)
class ImportRowsPage:
    """Some rows of the table with the result of each."""

    page: Page[ImportRowCheck]
    rows: Sequence[Mapping[str, Any]]
    filters: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class RowSubject:
    """The child in a row: name, number in the source system, and URL of the row's preview."""

    name: str
    source_id: str
    preview: str = ""


def table_row_subject(sheet: Sheet, plan: ColumnPlan, number: int) -> RowSubject:
    """The child in a row of a table."""
    cells = dict(zip(sheet.columns, sheet.rows[number - 1], strict=True))
    values = {field: cells[column] for column, field in plan.columns.items()}
    name = " ".join(values[field] for field in NAME_FIELDS if values.get(field))
    return RowSubject(name, values.get(CaseloadField.SOURCE_ID, ""))


def rows_page(
    checked_rows: Sequence[ImportRowCheck],
    subject_of: Callable[[int], RowSubject],
    names_of: Callable[[Sequence[ImportRowCheck]], Mapping[UUID, str]],
    *,
    which: str,
    number: str,
) -> ImportRowsPage:
    """One page of the filtered rows; `names_of` gives the names of duplicates that may be read."""
    page = Paginator(filter_rows(checked_rows, which), PAGE_SIZE).get_page(number)
    names = names_of(list(page.object_list))
    labels = {
        "all": _("All rows"),
        "refused": _("Not imported: errors"),
        "known": _("Already imported"),
        "warned": _("With warnings"),
        "doubles": _("Possible duplicates"),
    }
    filters = [
        {
            "key": key,
            "label": labels[key],
            "count": len(filter_rows(checked_rows, key)),
            "is_here": key == which,
        }
        for key in ROW_FILTERS
    ]
    rows = [_row(row_check, subject_of, names) for row_check in page.object_list]
    return ImportRowsPage(page, rows, filters)


def _row(
    check: ImportRowCheck,
    subject_of: Callable[[int], RowSubject],
    names: Mapping[UUID, str],
) -> dict[str, Any]:
    subject = subject_of(check.number)
    describe = wording.describe_field_problem if subject.preview else wording.describe_problem
    return {
        "number": check.number,
        "subject": subject,
        "errors": [describe(problem) for problem in check.errors],
        "warnings": [describe(problem) for problem in check.warnings],
        "is_known": check.is_known,
        # Without those whose name was erased.
        "doubles": [
            _duplicate(duplicate, subject_of, names)
            for duplicate in check.possible_duplicates
            if duplicate.file_id is None or duplicate.file_id in names
        ],
    }


def _duplicate(
    duplicate: PossibleDuplicate,
    subject_of: Callable[[int], RowSubject],
    names: Mapping[UUID, str],
) -> dict[str, str]:
    """A possible duplicate in words: a child that the reader may read, or another row of the file."""
    reasons = wording.describe_duplicate_reasons(duplicate.reasons)
    if duplicate.row:
        subject = subject_of(duplicate.row)
        label = _("Row %(n)d of this file") % {"n": duplicate.row}
        return {"code": label, "name": subject.name, "url": subject.preview, "reasons": reasons}
    name = names[duplicate.file_id] if duplicate.file_id else ""
    url = reverse("desk:child_file", args=[duplicate.file_id])
    return {"code": duplicate.code, "name": name, "url": url, "reasons": reasons}


def faulty_rows_csv(sheet: Sheet, rows: Sequence[ImportRowCheck]) -> bytes:
    """The faulty rows as CSV, unchanged after their errors, to be corrected and uploaded again."""
    faulty = [row for row in rows if row.errors]
    table = Written("faulty", [_("Row"), _("Errors"), *sheet.columns])
    for row in faulty:
        wrong = " ".join(wording.describe_problem(problem) for problem in row.errors)
        table.rows.append([str(row.number), wrong, *sheet.rows[row.number - 1]])
    return write_csv(table)


def describe_progress(record: Import) -> str:
    """The progress of a job, in words."""
    if record.state == ImportState.UNDOING:
        return _("The import is being undone.")
    if record.state == ImportState.CHECKING:
        return _("The rows are being checked.")
    done = ngettext("%(n)d of %(all)d row", "%(n)d of %(all)d rows", record.rows)
    return done % {"n": record.done_rows, "all": record.rows}
