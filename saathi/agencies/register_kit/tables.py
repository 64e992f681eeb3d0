"""Registers as tables: reads CSV and workbooks row by row with all errors, and writes them. Saves nothing."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from saathi.agencies.models import Staff
from saathi.agencies.register_kit import history, queries
from saathi.agencies.register_kit.actions import EntryImport
from saathi.agencies.register_kit.declaration import Register
from saathi.agencies.register_kit.models import RegisterEntry
from saathi.engines.sheets import problems, reading, writing
from saathi.engines.sheets.problems import SheetNotReadable
from saathi.infra.digits import to_ascii_digits
from saathi.infra.join_words import isolate_direction
from saathi.web.fields import DateInPartsField, flat_choices

MAX_ROWS = 1000
MAX_TEXT_LENGTH = 500_000  # characters; a thousand entries or more
MAX_CODES_IN_SIGHT = 25
TRUE_WORDS = frozenset({"yes", "true", "1"})


@dataclass(frozen=True)
class RegisterTableRow:
    """One row of a table: its effect, or its errors."""

    line: int
    title: str
    effect: str
    errors: Sequence[str]
    entry_import: EntryImport[Any] | None


@dataclass(frozen=True)
class RegisterTableReading:
    """A table as read. It can be imported only if no row has an error."""

    rows: Sequence[RegisterTableRow]
    errors: Sequence[str]  # errors of the table as a whole

    @property
    def is_valid(self) -> bool:
        """Whether the whole table can be imported."""
        return bool(self.rows) and not self.errors and all(not row.errors for row in self.rows)

    @property
    def preview_digest(self) -> str:
        """A digest of the preview: it changes if a row or the entry it affects changes."""
        texts = [f"{row.values} {_entry_text(row.entry)}" for row in self.to_imports()]
        return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:32]

    def to_imports(self) -> list[EntryImport[Any]]:
        """The import action's input."""
        return [row.entry_import for row in self.rows if row.entry_import is not None]


def _entry_text(existing: RegisterEntry | None) -> str:
    return f"{existing.pk} {existing.version}" if existing else "new"


def workbook_to_csv(data: bytes) -> str:
    """The first sheet of a workbook or other readable table as CSV, else `SheetNotReadable`."""
    sheet = reading.read_sheet(data)
    rows: list[Sequence[str]] = list(sheet.rows)
    return writing.write_csv(writing.OutputTable("", sheet.columns, rows)).decode("utf-8-sig")


def read_register_table(
    text: str, register: Register[Any, Any], *, actor: Staff
) -> RegisterTableReading:
    """The rows of a table, each validated like a form of an entry."""
    try:
        lines = reading.read_csv_lines(text.lstrip("\ufeff"))
    except SheetNotReadable as error:
        return RegisterTableReading((), [_unreadable_text(error)])
    headings = [head.strip().lower() for head in lines[0][1]] if lines else []
    if heading_errors := _heading_errors(headings, register):
        return RegisterTableReading((), heading_errors)
    rows: list[RegisterTableRow] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, line in lines[1:]:
        if not any(cell.strip() for cell in line):
            continue
        if len(rows) == MAX_ROWS:
            return RegisterTableReading(
                rows, [_("At most %(count)d rows at a time.") % {"count": MAX_ROWS}]
            )
        rows.append(_read_row(number, _cells(headings, line), seen, register, actor))
    no_row = _("The table has headings but no entries. Add entries below the headings.")
    return RegisterTableReading(rows, [] if rows else [no_row])


def _unreadable_text(error: SheetNotReadable) -> str:
    if error.problem.reason in {problems.BAD_CSV, problems.EMPTY}:
        return _("This is not a table. Choose a CSV or Excel file.")
    return _(error.problem.reason.text) % dict(error.problem.values)


def _cells(headings: Sequence[str], line: Sequence[str]) -> dict[str, str]:
    """The cells by column; extra cells after the last column under an empty name."""
    cells = dict(zip_longest(headings, line[: len(headings)], fillvalue=""))
    if len(line) > len(headings):
        cells[""] = " ".join(line[len(headings) :])
    return cells


def _heading_errors(headings: Sequence[str], register: Register[Any, Any]) -> list[str]:
    missing = [name for name in register.required_columns if name not in headings]
    unknown = [head for head in headings if head not in register.import_columns]
    return [
        *(_("The column “%(name)s” is missing.") % {"name": name} for name in missing),
        *(_("There is no column “%(name)s”.") % {"name": head} for head in unknown),
    ]


def _read_row(
    line: int,
    cells: Mapping[str, str],
    seen_keys: dict[tuple[str, ...], int],
    register: Register[Any, Any],
    actor: Staff,
) -> RegisterTableRow:
    form = register.make_form(_to_form_data(cells, register, actor), None, actor)
    no_dates = _date_errors(cells, register)
    errors = [
        f"{form.fields[name].label if name in form.fields else ''}: {text}".lstrip(": ")
        for name, texts in form.errors.items()
        for text in ([no_dates[name]] if name in no_dates else texts)
    ]
    if "" in cells:
        errors.append(_("There are more cells than columns."))
    title = str(cells.get(register.required_columns[0], "")).strip()
    if errors:
        return RegisterTableRow(line, title, "", errors, None)
    values = form.entry_values(actor)
    key = tuple(str(values[name]) for name in register.table.key_fields)
    if key in seen_keys:
        text = _("The same entry is in line %(line)d.") % {"line": seen_keys[key]}
        return RegisterTableRow(line, title, "", [text], None)
    seen_keys[key] = line
    existing = queries.find_own_entry(register.table, actor, key)
    effect = _effect(register, existing, values)
    return RegisterTableRow(line, title, effect, (), EntryImport(values, key, existing))


def _effect(
    register: Register[Any, Any], existing: RegisterEntry | None, values: Mapping[str, Any]
) -> str:
    """What a row would do, with each value that it would change."""
    if existing is None:
        return _("new entry")
    changes = history.changes_to(register, existing, values)
    if not changes:
        return _("no change")
    arrow = "%(label)s: %(before)s → %(after)s"
    texts = [
        arrow
        % {
            "label": label,
            "before": isolate_direction(before or "–"),
            "after": isolate_direction(after or "–"),
        }
        for label, before, after in changes
    ]
    return _("changes the entry: %(changes)s") % {"changes": "; ".join(texts)}


def _to_form_data(
    cells: Mapping[str, str], register: Register[Any, Any], actor: Staff
) -> QueryDict:
    """The cells of a row as submitted form data; a blank cell leaves a default in place."""
    form_data = QueryDict(mutable=True)
    defaults = register.import_defaults(actor)
    form_data.update(defaults)
    for name, cell in cells.items():
        value = writing.unescape_formula(str(cell).strip())
        if name and (value or name not in defaults):
            _add_cell(form_data, name, value, register.form_class.base_fields[name])
    return form_data


def _add_cell(form_data: QueryDict, name: str, value: str, field: forms.Field) -> None:
    match field:
        case forms.MultipleChoiceField():
            form_data.setlist(name, _codes(value, field))
        case DateInPartsField():
            for index, part in enumerate(_day_month_year(value)):
                form_data[f"{name}_{index}"] = part
        case forms.BooleanField():
            form_data[name] = "on" if value.lower() in TRUE_WORDS else ""
        case forms.ChoiceField():
            form_data[name] = _code(value, field)
        case _:
            form_data[name] = value


# As the page says, 2026-12-31; and as spreadsheets in this region write it, 31/12/2026 or 31.12.2026.
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


def _day_month_year(value: str) -> Sequence[str]:
    """The day, month and year of a cell; any other text as the year, which is then refused."""
    text = to_ascii_digits(value).strip()
    if match := _YEAR_FIRST.fullmatch(text):
        return match.group(3), match.group(2), match.group(1)
    if match := _DAY_FIRST.fullmatch(text):
        return match.groups()
    return ("", "", text) if text else ()


def _date_errors(cells: Mapping[str, str], register: Register[Any, Any]) -> dict[str, str]:
    """The message for each cell that is no date, replacing the form's messages about its parts."""
    fields = register.form_class.base_fields
    return {
        name: _("Enter the date as 2026-12-31 or 31/12/2026.")
        for name, cell in cells.items()
        if isinstance(fields.get(name), DateInPartsField)
        and len(_day_month_year(str(cell))) == 3
        and not _day_month_year(str(cell))[0]
    }


def _codes(value: str, field: forms.ChoiceField) -> list[str]:
    """Codes for the codes or labels separated by semicolons; unknown ones unchanged."""
    return [_code(part.strip(), field) for part in value.split(";") if part.strip()]


def _code(value: str, field: forms.ChoiceField) -> str:
    known = {str(label).lower(): str(code) for code, label in flat_choices(field.choices)}  # type: ignore[arg-type]
    return known.get(value.lower(), value)


def column_codes(register: Register[Any, Any], name: str) -> str:
    """The codes that a column may contain, for the import page; empty for free text."""
    field = register.form_class.base_fields[name]
    if not isinstance(field, forms.ChoiceField) or isinstance(field, forms.ModelChoiceField):
        return ""
    codes = [str(code) for code, _label in flat_choices(field.choices) if code]  # type: ignore[arg-type]
    return "; ".join(codes)


def is_long_list(codes: str) -> bool:
    """Whether the codes of a column are shown only on request."""
    return codes.count(";") > MAX_CODES_IN_SIGHT


def export_table_of_register(
    entries: Iterable[RegisterEntry], register: Register[Any, Any]
) -> writing.OutputTable:
    """The entries as a table that can be imported again."""
    columns = register.import_columns
    rows = [[_cell(getattr(entry, name)) for name in columns] for entry in entries]
    return writing.OutputTable(register.addresses.plural, columns, list(rows))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(map(str, value))
    return value.isoformat() if isinstance(value, dt.date) else str(value)
