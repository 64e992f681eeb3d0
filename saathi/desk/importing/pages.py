"""The pages of an import, as their templates take them."""

import csv
import io
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
from saathi.people.vocabulary import Gender
from saathi.protection.exchange.checks import Found
from saathi.protection.exchange.models import Import
from saathi.protection.exchange.queries import A_PAGE, Standing
from saathi.protection.exchange.vocabulary import ImportState
from saathi.sheets.checking import ColumnPlan
from saathi.sheets.fields import NAMES, Field
from saathi.sheets.table import Sheet
from saathi.sheets.writing import Table as Written
from saathi.sheets.writing import as_csv
from saathi.web.parts import Cell, Column, Pair, Table

STALLED_SECONDS = 300  # a job that shows nothing for so long has fallen


def list_table(
    records: Sequence[Import], told: Mapping[UUID, Mapping[str, Any]], office: Office
) -> Table:
    """The imports of a page of the list, newest first."""
    columns = [
        Column(_("From")),
        Column(_("Taken in")),
        Column(_("Rows"), is_number=True),
        Column(_("State")),
    ]
    rows = [
        [
            Cell(
                str(told.get(one.pk, {}).get("source", "")) or _("Erased"),
                reverse("desk:show_import", args=[one.pk]),
            ),
            Cell(days.moment(one.recorded_at, office)),
            Cell(str(one.rows)),
            Cell(one.get_state_display()),
        ]
        for one in records
    ]
    return Table(_("Imports"), columns, rows)


def about(record: Import, told: Mapping[str, Any], office: Office) -> list[Pair]:
    """What is known of an import from its first day."""
    kind = wording.KINDS.get(told["kind"], "")
    return [
        Pair(_("State"), record.get_state_display()),
        Pair(_("From"), told["source"]),
        Pair(_("File"), told["file_name"], str(kind)),
        Pair(_("Rows"), str(record.rows)),
        Pair(_("Taken in"), days.moment(record.recorded_at, office)),
    ]


def outcome(told: Mapping[str, Any], *, is_done: bool) -> Table | None:
    """How the rows come out, or came out: all of them are accounted for."""
    counts = told.get("counts")
    if not counts:
        return None
    lines = [
        (_("Children brought in") if is_done else _("Children who would be brought in"), "made"),
        (_("There already, by the number of the other system"), "known"),
        (_("Refused, because of a mistake"), "refused"),
    ]
    rows = [[Cell(label), Cell(str(counts[key]))] for label, key in lines]
    totals = [Cell(_("Rows read")), Cell(str(counts["rows"]))]
    columns = [Column(_("What happens to a row")), Column(_("Rows"), is_number=True)]
    return Table(_("All rows"), columns, rows, totals=totals)


def standing_table(standing: Sequence[Standing]) -> Table:
    """How many children would go if an import was taken back, and how many stay."""
    children = [one for one in standing if one.is_child]
    staying = sum(one.stays for one in children)
    rows = [
        [Cell(_("Children who go again, with all that came with them")), Cell(str(len(children) - staying))],
        [Cell(_("Children who stay, because something was done since")), Cell(str(staying))],
    ]  # fmt: skip
    columns = [Column(_("What happens")), Column(_("Children"), is_number=True)]
    return Table(_("If the import is taken back"), columns, rows)


def taken_back(told: Mapping[str, Any]) -> Table | None:
    """What went and what stayed of an import that was taken back."""
    counts = told.get("taken_back")
    if not counts:
        return None
    rows = [
        [Cell(_("Children who went again")), Cell(str(counts["went"]))],
        [Cell(_("Children who stayed, because something was done since")), Cell(str(counts["stayed"]))],
    ]  # fmt: skip
    columns = [Column(_("What happened")), Column(_("Children"), is_number=True)]
    return Table(_("The import was taken back"), columns, rows)


def reconciliation(told: Mapping[str, Any]) -> list[Table]:
    """The children by gender, by year of birth and by year of registration, to compare with the source."""
    counts = told.get("counts")
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


def _by(caption: str, counts: Mapping[str, int], labels: Mapping[str, str]) -> Table:
    shown = sorted(counts.items())
    rows = [[Cell(labels.get(key, key)), Cell(str(count))] for key, count in shown]
    columns = [Column(caption), Column(_("Children"), is_number=True)]
    totals = [Cell(_("All")), Cell(str(sum(counts.values())))]
    return Table(caption, columns, rows, totals=totals)


WHICH = ("all", "refused", "known", "warned", "doubles")


_TESTS: dict[str, Callable[[Found], bool]] = {
    "refused": lambda one: bool(one.errors),
    "known": lambda one: one.is_known,
    "warned": lambda one: bool(one.warnings),
    "doubles": lambda one: bool(one.doubles),
}


def chosen(found: Sequence[Found], which: str) -> list[Found]:
    """The rows that a filter shows."""
    return [one for one in found if which not in _TESTS or _TESTS[which](one)]


@dataclass(frozen=True)
class RowsPage:
    """Some rows of the table with what becomes of each."""

    page: Page[Found]
    rows: Sequence[Mapping[str, Any]]
    filters: Sequence[Mapping[str, Any]]


def rows_page(
    sheet: Sheet, plan: ColumnPlan, found: Sequence[Found], *, which: str, number: str
) -> RowsPage:
    """The page of this filter."""
    page = Paginator(chosen(found, which), A_PAGE).get_page(number)
    labels = {
        "all": _("All rows"),
        "refused": _("With mistakes"),
        "known": _("There already"),
        "warned": _("With something to know"),
        "doubles": _("Perhaps known to you"),
    }
    filters = [
        {
            "key": key,
            "label": labels[key],
            "count": len(chosen(found, key)),
            "is_here": key == which,
        }
        for key in WHICH
    ]
    rows = [_row(sheet, plan, one) for one in page.object_list]
    return RowsPage(page, rows, filters)


def _row(sheet: Sheet, plan: ColumnPlan, found: Found) -> dict[str, Any]:
    cells = dict(zip(sheet.columns, sheet.rows[found.number - 1], strict=True))
    held = {one: cells[column] for column, one in plan.columns.items()}
    name = " ".join(held[one] for one in NAMES if held.get(one))
    return {
        "number": found.number,
        "name": name,
        "source_id": held.get(Field.SOURCE_ID, ""),
        "errors": [wording.said(one) for one in found.errors],
        "warnings": [wording.said(one) for one in found.warnings],
        "is_known": found.is_known,
        "doubles": [
            {"code": code, "url": reverse("desk:child_file", args=[file_id])}
            for code, file_id in found.doubles
        ],
    }


def faulty_rows(sheet: Sheet, found: Sequence[Found]) -> bytes:
    """The rows with mistakes as CSV, as they came, with what is wrong in front: mend and read in again."""
    faulty = [one for one in found if one.errors]
    table = Written("faulty", [_("Row"), _("What is wrong"), *sheet.columns])
    for one in faulty:
        wrong = " ".join(wording.said(each) for each in one.errors)
        table.rows.append([str(one.number), wrong, *sheet.rows[one.number - 1]])
    return as_csv(table)


def progress(record: Import) -> str:
    """How far a job has come, in words."""
    if record.state == ImportState.TAKING_BACK:
        return _("The import is being taken back.")
    if record.state == ImportState.CHECKING:
        return _("The rows are being checked.")
    done = ngettext("%(n)d of %(all)d row", "%(n)d of %(all)d rows", record.rows)
    return done % {"n": record.done_rows, "all": record.rows}


def columns_of(text: str) -> list[str]:
    """The heading of a sample file, for the page that explains it."""
    return next(csv.reader(io.StringIO(text)))
