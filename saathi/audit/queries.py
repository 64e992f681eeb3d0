"""Reads of the log: who opened a file, what a staff member did. Row-level security scopes them."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max, QuerySet

from saathi.audit.models import AuditEntry
from saathi.audit.vocabulary import AuditKind

ACCESS_KINDS = (
    AuditKind.LOOKED,
    AuditKind.MEDIA_OPENED,
    AuditKind.PRINTED,
    AuditKind.EXPORTED,
    AuditKind.EMERGENCY_ACCESS,
)
# Kinds that only read: they change no record.
READ_ONLY_KINDS = (
    AuditKind.LOOKED, AuditKind.LISTED, AuditKind.SEARCHED, AuditKind.COMPARED, AuditKind.MATCHED,
    AuditKind.LOG_READ, AuditKind.REFUSED,
)  # fmt: skip
MAX_ENTRIES = 500


@dataclass(frozen=True, slots=True)
class AuditEntryRow:
    """One entry as shown on a page."""

    id: UUID
    at: dt.datetime
    kind: str
    by: UUID | None
    agency: UUID | None
    file_id: UUID | None
    objects: tuple[UUID, ...]
    purpose: str
    detail: dict[str, object] | None


def list_accesses_to_file(
    file_id: UUID, since: dt.datetime, *, most: int = MAX_ENTRIES, using: str = "default"
) -> list[AuditEntryRow]:
    """Who opened, exported or used emergency access to a file since `since`, latest first.

    Lists and searches that showed its records are not included; see `list_entries_showing_record`.
    """
    entries = AuditEntry.objects.using(using).filter(
        file_id=file_id, at__gte=since, kind__in=[kind.value for kind in ACCESS_KINDS]
    )
    return _latest(entries, most)


def list_entries_about_file(
    file_id: UUID, since: dt.datetime, *, most: int = MAX_ENTRIES, using: str = "default"
) -> list[AuditEntryRow]:
    """All entries about a file since `since`, latest first."""
    return _latest(AuditEntry.objects.using(using).filter(file_id=file_id, at__gte=since), most)


def list_files_changed_after(
    files: Collection[UUID],
    *,
    once: UUID,
    kind: AuditKind,
    since: dt.datetime | None,
    using: str = "default",
) -> list[UUID]:
    """The files with entries other than reads after the last entry of this kind about `once`.

    What the machine found about a file, under no one's name, is no change of it.
    That entry was the last of the work that created them; the entries of one piece of work are
    written together at its end. If it is not visible, `since` is used.
    """
    entries = AuditEntry.objects.using(using)
    last = entries.filter(file_id=once, kind=kind.value).aggregate(last=Max("at"))["last"] or since
    changes = entries.filter(file_id__in=list(files)).exclude(
        kind__in=[read_kind.value for read_kind in READ_ONLY_KINDS]
    )
    by_people = changes.exclude(kind=AuditKind.ENQUIRED.value, by=None)
    named = by_people.filter(at__gt=last).values_list("file_id", flat=True).distinct()
    return [file for file in named if file is not None]


def list_entries_of_staff(
    staff: UUID, since: dt.datetime, *, most: int = MAX_ENTRIES, using: str = "default"
) -> list[AuditEntryRow]:
    """Everything a staff member did or saw since `since`, latest first."""
    return _latest(AuditEntry.objects.using(using).filter(by=staff, at__gte=since), most)


def count_refusals(staff: UUID, action: str, since: dt.datetime, *, using: str = "default") -> int:
    """How often this staff member was refused an action since `since`."""
    refused = AuditEntry.objects.using(using).filter(
        by=staff, at__gte=since, kind=AuditKind.REFUSED.value, detail__action=action
    )
    return refused.count()


def list_entries_showing_record(
    record_id: UUID,
    since: dt.datetime,
    until: dt.datetime,
    *,
    most: int = MAX_ENTRIES,
    using: str = "default",
) -> list[AuditEntryRow]:
    """The lists and searches that showed a record in a period, latest first.

    Reads every entry in the period, so use it for an inquiry, not for a page that is opened daily.
    """
    entries = AuditEntry.objects.using(using).filter(
        at__gte=since,
        at__lt=until,
        kind__in=[AuditKind.LISTED.value, AuditKind.SEARCHED.value],
        objects_seen__contains=[record_id],
    )
    return _latest(entries, most)


def _latest(entries: QuerySet[AuditEntry], most: int) -> list[AuditEntryRow]:
    """Typed rows of a queryset, latest first."""
    ordered = entries.order_by("-at", "-id")[:most]
    return [
        AuditEntryRow(
            id=entry.id,
            at=entry.at,
            kind=entry.kind,
            by=entry.by,
            agency=entry.agency,
            file_id=entry.file_id,
            objects=tuple(entry.objects_seen),
            purpose=entry.purpose,
            detail=entry.detail,
        )
        for entry in ordered
    ]
