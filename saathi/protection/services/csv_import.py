"""The directory as a table: reads CSV row by row with every mistake, and writes it. Saves nothing."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext as _

from saathi.agencies.models import Staff
from saathi.infra.digits import to_ascii_digits
from saathi.protection.services.actions.directory import ServiceImportRow
from saathi.protection.services.forms.directory import ServiceForm
from saathi.protection.services.models import Service
from saathi.protection.services.queries import directory
from saathi.protection.services.vocabulary import (
    ChildFriendlyFeature,
    InclusivePractice,
    ServedGender,
    ServiceAccessibility,
    ServiceCost,
    ServiceKind,
)
from saathi.sheets import problems, reading, writing
from saathi.sheets.problems import SheetNotReadable

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
    """One line of the table as it was read: what it would do, or what is wrong with it."""

    line: int
    name: str
    effect: str
    errors: Sequence[str]
    import_row: ServiceImportRow | None


@dataclass(frozen=True)
class ServiceCsvTable:
    """A table as it was read. It is imported only when no row has a mistake."""

    rows: Sequence[ServiceCsvRow]
    errors: Sequence[str]  # of the table as a whole

    @property
    def is_valid(self) -> bool:
        """Whether all of it can be imported."""
        return bool(self.rows) and not self.errors and all(not row.errors for row in self.rows)

    @property
    def preview_digest(self) -> str:
        """A mark of what was shown: another one when a row says something else or its entry does."""
        marks = [
            f"{one.data} {one.verified_on} {_entry_text(one.service)}"
            for one in self.to_import_rows()
        ]
        return hashlib.sha256("\n".join(marks).encode()).hexdigest()[:32]

    def to_import_rows(self) -> list[ServiceImportRow]:
        """What the action takes."""
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
    heads = [head.strip().lower() for head in lines[0][1]] if lines else []
    if wrong := _wrong_heads(heads):
        return ServiceCsvTable((), wrong)
    rows: list[ServiceCsvRow] = []
    seen: dict[tuple[str, str, str], int] = {}
    for number, line in lines[1:]:
        cells = _cells(heads, line)
        if not any(cell.strip() for cell in line):
            continue
        if len(rows) == MAX_ROWS:
            return ServiceCsvTable(
                rows, [_("At most %(count)d rows at a time.") % {"count": MAX_ROWS}]
            )
        rows.append(_row(number, cells, seen, actor))
    return ServiceCsvTable(rows, [] if rows else [_("The table has no row below its first line.")])


def _cells(heads: Sequence[str], line: Sequence[str]) -> dict[str, str]:
    """The cells by their column; those beyond the last column under an empty name."""
    found = dict(zip_longest(heads, line[: len(heads)], fillvalue=""))
    if len(line) > len(heads):
        found[""] = " ".join(line[len(heads) :])
    return found


def _wrong_heads(heads: Sequence[str]) -> list[str]:
    lacking = [name for name in ("name", "organisation", "kinds") if name not in heads]
    unknown = [head for head in heads if head not in COLUMNS]
    return [
        *(_("The column “%(name)s” is missing.") % {"name": name} for name in lacking),
        *(_("There is no column “%(name)s”.") % {"name": head} for head in unknown),
    ]


def _row(
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
    mistakes = [
        f"{form.fields[name].label if name in form.fields else ''}: {text}".lstrip(": ")
        for name, texts in form.errors.items()
        for text in texts
    ]
    if "" in cells:
        mistakes.append(_("There are more cells than columns."))
    name = str(cells.get("name", "")).strip()
    if mistakes:
        return ServiceCsvRow(line, name, "", mistakes, None)
    told = form.to_input()
    if told.entry_key in seen_entry_keys:
        text = _("The same service stands in line %(line)d.") % {
            "line": seen_entry_keys[told.entry_key]
        }
        return ServiceCsvRow(line, name, "", [text], None)
    seen_entry_keys[told.entry_key] = line
    known = directory.find_own_service(actor, *told.entry_key)
    does = _("changes the entry") if known else _("new entry")
    return ServiceCsvRow(
        line, name, does, (), ServiceImportRow(told, form.cleaned_data["verified_on"], known)
    )


def _to_form_data(cells: Mapping[str, str], actor: Staff) -> QueryDict:
    """The cells of a row as a sent form."""
    sent = QueryDict(mutable=True)
    sent.update({"cost": ServiceCost.NOT_KNOWN, "country": actor.agency.country})
    for name, cell in cells.items():
        value = writing.unescape_formula(cell.strip())
        if name in MULTIPLE_CHOICE_COLUMNS:
            sent.setlist(name, _codes(value, MULTIPLE_CHOICE_COLUMNS[name]))
        elif name == "languages":
            sent.setlist(name, [part.strip() for part in value.split(";") if part.strip()])
        elif name == "verified_on":
            parts = to_ascii_digits(value).split("-") if value else []
            for place, part in enumerate(reversed(parts)):
                sent[f"verified_on_{place}"] = part
        elif name == "is_place_secret":
            sent[name] = "on" if value.lower() in {"yes", "true", "1"} else ""
        elif value or name not in {"cost", "country"}:
            sent[name] = value
    return sent


def _codes(value: str, vocabulary: type[TextChoices]) -> list[str]:
    """Codes or words of a vocabulary, divided by semicolons; what is unknown stays as it is."""
    known = {str(one.label).lower(): str(one) for one in vocabulary}
    parts = [part.strip() for part in value.split(";") if part.strip()]
    return [known.get(part.lower(), part) for part in parts]


def services_to_csv(entries: Iterable[Service]) -> bytes:
    """The directory as a table that can be read in again."""
    rows = [[_cell(getattr(one, name)) for name in COLUMNS] for one in entries]
    return writing.write_csv(writing.OutputTable("services", COLUMNS, list(rows)))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(map(str, value))
    return value.isoformat() if isinstance(value, dt.date) else str(value)
