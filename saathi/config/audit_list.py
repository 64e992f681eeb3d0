"""`saathi audit list`: log entries for an inquiry, as a table or CSV. Reads are recorded.

Runs as the maintenance role, which can see whose account an id is. The lists contain e-mail
addresses of staff and codes of files, but no names.
"""

import csv
import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from uuid import UUID

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import RawSQL

from saathi import audit
from saathi.agencies.models import Staff
from saathi.audit.models import AuditEntry
from saathi.audit.vocabulary import AuditKind
from saathi.config.env import SettingError
from saathi.engines.sheets import writing
from saathi.people.child_codes import normalise_child_code
from saathi.people.models import Child

MOST = 100_000  # the list is held in memory, and a longer one cannot be read
COLUMNS = ("at", "kind", "by", "file", "objects", "purpose", "detail")


@dataclass(frozen=True)
class AuditEntryFilter:
    """The filter of a list of entries; empty fields do not restrict it."""

    person: str = ""  # e-mail address
    code: str = ""  # of a child's file
    kind: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None

    def limits(self) -> dict[str, dt.datetime | str]:
        """The given period and kind of entry, as the log stores them."""
        limits = {"starts_at": self.since, "ends_at": self.until, "action": self.kind}
        return {name: value for name, value in limits.items() if value}


def list_entry_rows(entry_filter: AuditEntryFilter, most: int = MOST) -> list[tuple[str, ...]]:
    """The newest `most` entries in order of time. Reading them is itself recorded in the log."""
    with transaction.atomic():
        entries, subjects = _entries(entry_filter)
        shown = list(entries.order_by("-at", "-id")[:most])[::-1]
        audit.record(
            AuditKind.LOG_READ,
            by=None,
            agency=None,
            file_id=subjects.get("file"),
            objects=[subjects["person"]] if "person" in subjects else (),
            detail={"method": "operator", "count": len(shown)} | entry_filter.limits(),
        )
    seen = {record for entry in shown for record in entry.objects_seen}
    staff = _emails({entry.by for entry in shown if entry.by} | seen)
    codes = _codes({entry.file_id for entry in shown if entry.file_id}, of="file_id")
    codes |= _codes(seen, of="id") | {id_: staff[id_] for id_ in seen & staff.keys()}
    return [_row(entry, staff, codes) for entry in shown]


def _entries(entry_filter: AuditEntryFilter) -> tuple[QuerySet[AuditEntry], dict[str, UUID]]:
    entries, subjects = AuditEntry.objects.all(), dict[str, UUID]()
    if entry_filter.person:
        staff = Staff.objects.filter(email__iexact=entry_filter.person).first()
        if staff is None:
            raise SettingError("No account has this e-mail address.")
        # Entries that the person made, and entries about the account.
        entries = entries.filter(Q(by=staff.id) | Q(objects_seen__contains=[staff.id]))
        subjects["person"] = staff.id
    if entry_filter.code:
        code = normalise_child_code(entry_filter.code)
        child = Child.objects.filter(code=code).values_list("file_id", flat=True).first()
        if child is None:
            raise SettingError("No child’s file has this code.")
        entries = entries.filter(file_id=child)
        subjects["file"] = child
    if entry_filter.kind:
        entries = entries.filter(kind=entry_filter.kind)
    if entry_filter.since:
        entries = entries.filter(at__gte=entry_filter.since)
    if entry_filter.until:
        entries = entries.filter(at__lt=entry_filter.until)
    return entries, subjects


def _emails(ids: set[UUID]) -> dict[UUID, str]:
    return dict(_rows_with_ids(Staff.objects.all(), "id", ids).values_list("id", "email"))


def _codes(ids: set[UUID], *, of: str) -> dict[UUID, str]:
    """The codes of children, by the id of their file or their own."""
    return dict(_rows_with_ids(Child.objects.all(), of, ids).values_list(of, "code"))


def _rows_with_ids[Row: Model](rows: QuerySet[Row], field: str, ids: set[UUID]) -> QuerySet[Row]:
    """The rows whose field is one of these ids, as one array: parameter lists end at 65,535."""
    is_listed = RawSQL("SELECT unnest(%s::uuid[])", [list(ids)])
    return rows.filter(**{f"{field}__in": is_listed})


def _row(entry: AuditEntry, staff: dict[UUID, str], codes: dict[UUID, str]) -> tuple[str, ...]:
    detail = json.dumps(entry.detail, sort_keys=True) if entry.detail else ""
    return (
        entry.at.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        entry.kind,
        staff.get(entry.by, str(entry.by)) if entry.by else "",
        codes.get(entry.file_id, str(entry.file_id)) if entry.file_id else "",
        " ".join(codes.get(seen, str(seen)) for seen in entry.objects_seen),
        entry.purpose,
        detail,
    )


def write_csv(rows: list[tuple[str, ...]], to: IO[str]) -> None:
    """The entries as CSV with a heading, escaped so that no spreadsheet reads a cell as a formula."""
    writer = csv.writer(to)
    writer.writerow(COLUMNS)
    writer.writerows([writing.escape_formula(cell) for cell in row] for row in rows)


def format_entries(rows: list[tuple[str, ...]]) -> Iterator[str]:
    """The entries as lines for a terminal; many objects are shown as their number only."""
    short = [(*row[:4], _describe_objects(row[4]), *row[5:]) for row in (COLUMNS, *rows)]
    widths = [max(len(row[place]) for row in short) for place in range(len(COLUMNS) - 1)]
    for row in short:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        yield "  ".join([*cells, row[-1]]).rstrip()


def _describe_objects(objects: str) -> str:
    many = objects.count(" ") + 1
    return objects if many == 1 else f"{many} records"
