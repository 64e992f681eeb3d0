"""The directory as a CSV table: reads it row by row with all errors, and writes it. Saves nothing."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext as _

from saathi.agencies.models import Staff
from saathi.engines.sheets import problems, reading, writing
from saathi.engines.sheets.problems import SheetNotReadable
from saathi.infra.digits import to_ascii_digits
from saathi.protection.casework.services.actions.directory import ServiceImportRow
from saathi.protection.casework.services.forms.directory import ServiceForm
from saathi.protection.casework.services.models import Service
from saathi.protection.casework.services.queries import directory
from saathi.protection.casework.services.vocabulary import (
    ChildFriendlyFeature,
    InclusivePractice,
    ServedGender,
    ServiceAccessibility,
    ServiceCost,
    ServiceKind,
)

MAX_ROWS = 1000
COLUMNS = (
    "name", "organisation", "kinds", "about", "age_low", "age_high", "serves", "languages",
    "accessible", "respects", "friendly", "country", "district", "area", "is_place_secret",
    "address", "phone", "contact", "opening", "cost", "verified_on",
)  # fmt: skip
MULTIPLE_CHOICE_COLUMNS: Mapping[str, type[TextChoices]] = {
    "kinds": ServiceKind,
    "serves": ServedGender,
    "accessible": ServiceAccessibility,
    "respects": InclusivePractice,
    "friendly": ChildFriendlyFeature,
}


@dataclass(frozen=True)
class ServiceCsvRow:
    """One row of the table: its effect, or its errors."""

    line: int
    name: str
    effect: str
    errors: Sequence[str]
    import_row: ServiceImportRow | None


@dataclass(frozen=True)
class ServiceCsvTable:
    """A table as it was read. It can be imported only if no row has an error."""

    rows: Sequence[ServiceCsvRow]
    errors: Sequence[str]  # of the table as a whole

    @property
    def is_valid(self) -> bool:
        """Whether the whole table can be imported."""
        return bool(self.rows) and not self.errors and all(not row.errors for row in self.rows)

    @property
    def preview_digest(self) -> str:
        """A digest of the preview: it changes if a row or the entry it affects changes."""
        row_texts = [
            f"{row.data} {row.verified_on} {_entry_text(row.service)}"
            for row in self.to_import_rows()
        ]
        return hashlib.sha256("\n".join(row_texts).encode()).hexdigest()[:32]

    def to_import_rows(self) -> list[ServiceImportRow]:
        """The input of the action."""
        return [row.import_row for row in self.rows if row.import_row is not None]


def _entry_text(existing: Service | None) -> str:
    return f"{existing.pk} {existing.version}" if existing else "new"


def read_services_csv(text: str, *, actor: Staff) -> ServiceCsvTable:
    """The rows of a table, each checked as the form checks an entry."""
    try:
        lines = reading.read_csv_lines(text.lstrip("\ufeff"))
    except SheetNotReadable as error:
        return ServiceCsvTable(
            (),
            [_("This is no table of comma-separated values.")]
            if (error.problem.reason in {problems.BAD_CSV, problems.EMPTY})
            else [_(error.problem.reason.text)],
        )
    headings = [head.strip().lower() for head in lines[0][1]] if lines else []
    if heading_errors := _heading_errors(headings):
        return ServiceCsvTable((), heading_errors)
    rows: list[ServiceCsvRow] = []
    seen: dict[tuple[str, str, str], int] = {}
    for number, line in lines[1:]:
        cells = _cells(headings, line)
        if not any(cell.strip() for cell in line):
            continue
        if len(rows) == MAX_ROWS:
            return ServiceCsvTable(
                rows, [_("At most %(count)d rows at a time.") % {"count": MAX_ROWS}]
            )
        rows.append(_csv_row(number, cells, seen, actor))
    return ServiceCsvTable(rows, [] if rows else [_("The table has no row below its first line.")])


def _cells(headings: Sequence[str], line: Sequence[str]) -> dict[str, str]:
    """The cells by column; extra cells after the last column under an empty name."""
    cells = dict(zip_longest(headings, line[: len(headings)], fillvalue=""))
    if len(line) > len(headings):
        cells[""] = " ".join(line[len(headings) :])
    return cells


def _heading_errors(headings: Sequence[str]) -> list[str]:
    missing = [name for name in ("name", "organisation", "kinds") if name not in headings]
    unknown = [head for head in headings if head not in COLUMNS]
    return [
        *(_("The column “%(name)s” is missing.") % {"name": name} for name in missing),
        *(_("There is no column “%(name)s”.") % {"name": head} for head in unknown),
    ]


def _csv_row(
    line: int,
    cells: Mapping[str, str],
    seen_entry_keys: dict[tuple[str, str, str], int],
    actor: Staff,
) -> ServiceCsvRow:
    form = ServiceForm(
        _to_form_data({key: str(value) for key, value in cells.items() if key}, actor),
        agencies=directory.list_agencies_in_country(actor.agency.country),
        today=actor.office.today(),
    )
    errors = [
        f"{form.fields[name].label if name in form.fields else ''}: {text}".lstrip(": ")
        for name, texts in form.errors.items()
        for text in texts
    ]
    if "" in cells:
        errors.append(_("There are more cells than columns."))
    name = str(cells.get("name", "")).strip()
    if errors:
        return ServiceCsvRow(line, name, "", errors, None)
    service_input = form.to_input()
    if service_input.entry_key in seen_entry_keys:
        text = _("The same service is in line %(line)d.") % {
            "line": seen_entry_keys[service_input.entry_key]
        }
        return ServiceCsvRow(line, name, "", [text], None)
    seen_entry_keys[service_input.entry_key] = line
    existing = directory.find_own_service(actor, *service_input.entry_key)
    effect = _("changes the entry") if existing else _("new entry")
    return ServiceCsvRow(
        line,
        name,
        effect,
        (),
        ServiceImportRow(service_input, form.cleaned_data["verified_on"], existing),
    )


def _to_form_data(cells: Mapping[str, str], actor: Staff) -> QueryDict:
    """The cells of a row as submitted form data."""
    form_data = QueryDict(mutable=True)
    form_data.update({"cost": ServiceCost.NOT_KNOWN, "country": actor.agency.country})
    for name, cell in cells.items():
        value = writing.unescape_formula(cell.strip())
        if name in MULTIPLE_CHOICE_COLUMNS:
            form_data.setlist(name, _codes(value, MULTIPLE_CHOICE_COLUMNS[name]))
        elif name == "languages":
            form_data.setlist(name, [part.strip() for part in value.split(";") if part.strip()])
        elif name == "verified_on":
            parts = to_ascii_digits(value).split("-") if value else []
            for index, part in enumerate(reversed(parts)):
                form_data[f"verified_on_{index}"] = part
        elif name == "is_place_secret":
            form_data[name] = "on" if value.lower() in {"yes", "true", "1"} else ""
        elif value or name not in {"cost", "country"}:
            form_data[name] = value
    return form_data


def _codes(value: str, vocabulary: type[TextChoices]) -> list[str]:
    """Codes for the codes or labels of a vocabulary separated by semicolons; unknown ones unchanged."""
    known = {str(choice.label).lower(): str(choice) for choice in vocabulary}
    parts = [part.strip() for part in value.split(";") if part.strip()]
    return [known.get(part.lower(), part) for part in parts]


def services_to_csv(entries: Iterable[Service]) -> bytes:
    """The directory as a table that can be imported again."""
    rows = [[_cell(getattr(service, name)) for name in COLUMNS] for service in entries]
    return writing.write_csv(writing.OutputTable("services", COLUMNS, list(rows)))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(map(str, value))
    return value.isoformat() if isinstance(value, dt.date) else str(value)
