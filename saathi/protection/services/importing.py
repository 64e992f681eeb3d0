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
from saathi.protection.services.actions.directory import Imported
from saathi.protection.services.forms.directory import ServiceForm
from saathi.protection.services.models import Service
from saathi.protection.services.queries import directory
from saathi.protection.services.vocabulary import (
    Accessible,
    Cost,
    Friendly,
    Respects,
    Serves,
    ServiceKind,
)
from saathi.sheets import problems, reading, writing
from saathi.sheets.problems import NotReadable

MOST_ROWS = 1000
COLUMNS = (
    "name", "organisation", "kinds", "about", "age_low", "age_high", "serves", "languages",
    "accessible", "respects", "friendly", "country", "district", "area", "is_place_secret",
    "address", "phone", "contact", "opening", "cost", "verified_on",
)  # fmt: skip
SEVERAL: Mapping[str, type[TextChoices]] = {
    "kinds": ServiceKind, "serves": Serves, "accessible": Accessible, "respects": Respects,
    "friendly": Friendly,
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One line of the table as it was read: what it would do, or what is wrong with it."""

    line: int
    name: str
    does: str
    mistakes: Sequence[str]
    imported: Imported | None


@dataclass(frozen=True)
class Read:
    """A table as it was read. It is imported only when no row has a mistake."""

    rows: Sequence[Row]
    mistakes: Sequence[str]  # of the table as a whole

    @property
    def is_whole(self) -> bool:
        """Whether all of it can be imported."""
        return bool(self.rows) and not self.mistakes and all(not row.mistakes for row in self.rows)

    @property
    def shown(self) -> str:
        """A mark of what was shown: another one when a row says something else or its entry does."""
        marks = [f"{one.told} {one.verified_on} {_entry(one.service)}" for one in self.imported()]
        return hashlib.sha256("\n".join(marks).encode()).hexdigest()[:32]

    def imported(self) -> list[Imported]:
        """What the action takes."""
        return [row.imported for row in self.rows if row.imported is not None]


def _entry(known: Service | None) -> str:
    return f"{known.pk} {known.version}" if known else "new"


def read(text: str, *, by: Staff) -> Read:
    """The rows of a table, each checked as the form checks an entry."""
    try:
        lines = reading.lines(text.lstrip("\ufeff"))
    except NotReadable as error:
        return Read(
            (),
            [_("This is no table of comma-separated values.")]
            if (error.problem.reason in {problems.BAD_CSV, problems.EMPTY})
            else [_(error.problem.reason.text)],
        )
    heads = [head.strip().lower() for head in lines[0][1]] if lines else []
    if wrong := _wrong_heads(heads):
        return Read((), wrong)
    rows: list[Row] = []
    seen: dict[tuple[str, str, str], int] = {}
    for number, line in lines[1:]:
        cells = _cells(heads, line)
        if not any(cell.strip() for cell in line):
            continue
        if len(rows) == MOST_ROWS:
            return Read(rows, [_("At most %(count)d rows at a time.") % {"count": MOST_ROWS}])
        rows.append(_row(number, cells, seen, by))
    return Read(rows, [] if rows else [_("The table has no row below its first line.")])


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
    line: int, cells: Mapping[str, str], seen: dict[tuple[str, str, str], int], by: Staff
) -> Row:
    form = ServiceForm(
        _as_sent({key: str(value) for key, value in cells.items() if key}, by),
        agencies=directory.agencies_of(by.agency.country),
        today=by.office.today(),
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
        return Row(line, name, "", mistakes, None)
    told = form.told()
    if told.entry in seen:
        text = _("The same service stands in line %(line)d.") % {"line": seen[told.entry]}
        return Row(line, name, "", [text], None)
    seen[told.entry] = line
    known = directory.own_entry(by, *told.entry)
    does = _("changes the entry") if known else _("new entry")
    return Row(line, name, does, (), Imported(told, form.cleaned_data["verified_on"], known))


def _as_sent(cells: Mapping[str, str], by: Staff) -> QueryDict:
    """The cells of a row as a sent form."""
    sent = QueryDict(mutable=True)
    sent.update({"cost": Cost.NOT_KNOWN, "country": by.agency.country})
    for name, cell in cells.items():
        value = writing.meant(cell.strip())
        if name in SEVERAL:
            sent.setlist(name, _codes(value, SEVERAL[name]))
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


def as_csv(entries: Iterable[Service]) -> bytes:
    """The directory as a table that can be read in again."""
    rows = [[_cell(getattr(one, name)) for name in COLUMNS] for one in entries]
    return writing.as_csv(writing.Table("services", COLUMNS, list(rows)))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(map(str, value))
    return value.isoformat() if isinstance(value, dt.date) else str(value)
