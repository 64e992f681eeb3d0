"""Pages of cases from Primero: rows and their previews, counts by subform, differences."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies.models import Staff
from saathi.desk.importing import wording
from saathi.desk.importing.pages import RowSubject
from saathi.desk.importing.primero_preview import preview_panels
from saathi.engines.sheets import primero
from saathi.engines.sheets.problems import NO_FIELD, REASONS, SheetProblem
from saathi.engines.sheets.table import Sheet
from saathi.people.names import display_name
from saathi.people.panels import Panel
from saathi.protection.exchange import row_conversion
from saathi.protection.exchange.checks import ImportRowCheck
from saathi.protection.exchange.models import Import
from saathi.protection.exchange.primero import cases
from saathi.protection.exchange.primero.case_reading import PrimeroRow
from saathi.web.components import DisplayTable, DisplayTableCell, DisplayTableColumn


def is_primero(details: Mapping[str, Any]) -> bool:
    """Whether an import is a case export of Primero; `details` is its opened envelope."""
    return bool(details.get("kind") == primero.KIND)


def read_row(details: Mapping[str, Any], sheet: Sheet, number: int, staff: Staff) -> PrimeroRow:
    """One case of the file, read as for the import."""
    occasion = cases.import_occasion(staff.office, str(details["source"]))
    return cases.read_row(sheet.rows[number - 1][1], number, occasion)


def row_subject(
    record: Import, details: Mapping[str, Any], sheet: Sheet, number: int, staff: Staff
) -> RowSubject:
    """The child in a row, with the URL of the row's preview."""
    row = read_row(details, sheet, number, staff)
    return RowSubject(
        _name(row),
        sheet.rows[number - 1][0],
        reverse("desk:preview_import_row", args=[record.pk, number]),
    )


@dataclass(frozen=True)
class RowPreview:
    """The preview of one child, with links to the previous and next one."""

    number: int
    rows: int
    name: str
    panels: Sequence[Panel]
    errors: Sequence[str]
    warnings: Sequence[str]
    previous: str
    next: str


def row_preview(
    record: Import, details: Mapping[str, Any], sheet: Sheet, number: int, staff: Staff
) -> RowPreview:
    """The preview of a child's file after the import, with its differences from the source."""
    row, last = read_row(details, sheet, number, staff), len(sheet.rows)

    def page(of: int) -> str:
        args = [record.pk, of]
        return reverse("desk:preview_import_row", args=args) if 1 <= of <= last else ""

    return RowPreview(
        number,
        last,
        _name(row),
        preview_panels(row, staff.office.today()),
        [wording.describe_field_problem(problem) for problem in row.errors],
        [wording.describe_field_problem(problem) for problem in _shown_differences(row)],
        page(number - 1),
        page(number + 1),
    )


def _shown_differences(row: PrimeroRow) -> list[SheetProblem]:
    """The differences to show beside the file, which shows itself what has no field."""
    unread = [problem for problem in row.unread if problem.reason != NO_FIELD]
    return [*row.warnings, *unread]


def _name(row: PrimeroRow) -> str:
    return display_name(row_conversion.build_names(row.record)).primary


def difference_tables(details: Mapping[str, Any], *, is_done: bool) -> list[DisplayTable]:
    """The entries by subform, and how often each difference from the source occurs.

    `is_done`: the children were imported.
    """
    counts = details.get("counts") or {}
    tables = []
    if subforms := counts.get("subforms"):
        tables.append(_subform_table(subforms, is_done=is_done))
    if differences := counts.get("differences"):
        tables.append(_difference_table(differences))
    return tables


def _subform_table(subforms: Mapping[str, Sequence[int]], *, is_done: bool) -> DisplayTable:
    columns = [
        DisplayTableColumn(_("Part of the record in Primero")),
        DisplayTableColumn(_("Entries in the file"), is_number=True),
        DisplayTableColumn(_("Imported as records"), is_number=True),
        DisplayTableColumn(_("Kept as text"), is_number=True),
    ]
    rows = [
        [
            DisplayTableCell(wording.subform_text(name)),
            *(DisplayTableCell(str(number)) for number in numbers),
        ]
        for name, numbers in subforms.items()
    ]
    caption = (
        _("Entries of the children imported")
        if is_done
        else _("Entries of the children to be imported")
    )
    return DisplayTable(caption, columns, rows)


def _difference_table(differences: Sequence[Sequence[Any]]) -> DisplayTable:
    columns = [
        DisplayTableColumn(_("Difference from the source")),
        DisplayTableColumn(_("Children"), is_number=True),
    ]
    rows = [
        [
            DisplayTableCell(
                wording.describe_field_problem(
                    SheetProblem(REASONS[code], column, {"word": word[0]} if any(word) else {})
                )
            ),
            DisplayTableCell(str(count)),
        ]
        for code, column, count, *word in differences  # older imports stored no words
    ]
    return DisplayTable(_("Differences"), columns, rows)


def faulty_records_json(sheet: Sheet, rows: Sequence[ImportRowCheck]) -> bytes:
    """The faulty records as Primero wrote them, with errors, to be corrected and uploaded again."""
    faulty = []
    for row in rows:
        if row.errors:
            record = json.loads(sheet.rows[row.number - 1][1])
            errors = [wording.describe_field_problem(problem) for problem in row.errors]
            faulty.append(_as_exported(record) | {"import_errors": errors})
            faulty += [_as_exported(incident) for incident in record.get("incidents", ())]
    return json.dumps(faulty, ensure_ascii=False, indent=2).encode()


def _as_exported(record: Mapping[str, Any]) -> dict[str, Any]:
    exported = {"id": record["id"], "data": record["data"], **record["links"]}
    return exported | ({"incident_case_id": record["case"]} if record["is_incident"] else {})
