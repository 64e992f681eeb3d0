"""Writes entries of the audit log for pages that show a file or a list, and for changes of a record."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import models

from saathi import audit
from saathi.agencies.models import Staff
from saathi.agencies.sections import Section


def log_file_view(
    staff: Staff,
    kind: audit.AuditKind,
    section: Section,
    *,
    file_id: UUID,
    objects: Iterable[UUID],
    **detail: object,
) -> None:
    """Logs one entry for all records shown together, with the purpose given for this request."""
    audit.record(
        kind,
        by=staff.id,
        agency=staff.agency_id,
        file_id=file_id,
        objects=objects,
        purpose=staff.access_purpose,
        detail={"section": int(section), **detail},
    )


def log_file_list(staff: Staff, section: Section, file_id: UUID, objects: Iterable[UUID]) -> None:
    """Logs one entry for the records of a section that a page of the file lists."""
    log_file_view(staff, audit.AuditKind.LISTED, section, file_id=file_id, objects=objects)


def log_list_view(
    staff: Staff, objects: Iterable[UUID], *, purpose: str = "", **detail: object
) -> None:
    """Logs one entry for a list of records from several files."""
    audit.record(
        audit.AuditKind.LISTED,
        by=staff.id,
        agency=staff.agency_id,
        objects=objects,
        purpose=purpose,
        detail=detail,
    )


def log_search(staff: Staff, files: Collection[UUID], *, purpose: str, facts: int) -> None:
    """Logs a search for a child: the number of facts used, and the files that were shown."""
    audit.record(
        audit.AuditKind.SEARCHED,
        by=staff.id,
        agency=staff.agency_id,
        objects=files,
        purpose=purpose,
        detail={"facts": facts, "hits": len(files)},
    )


def log_change(
    kind: audit.AuditKind, record: models.Model, *, actor: Staff, **detail: object
) -> None:
    """Logs one entry for what `actor` did with a record of a file or of the agency."""
    audit.record(
        kind,
        by=actor.id,
        agency=actor.agency_id,
        file_id=getattr(record, "file_id", None),
        objects=[record.pk],
        detail=detail,
    )


def log_write(record: models.Model, *, actor: Staff, action: str) -> None:
    """Logs one entry for what `actor` wrote: the action, such as "added", and the record's kind."""
    model = record._meta.label_lower
    log_change(audit.AuditKind.WROTE, record, actor=actor, action=action, model=model)


def log_job_write(
    record: UUID, *, job: str, file_id: UUID, agency: UUID, action: str, **detail: object
) -> None:
    """Logs one entry for what a job wrote, without naming an actor."""
    audit.record(
        audit.AuditKind.WROTE,
        by=None,
        agency=agency,
        file_id=file_id,
        objects=[record],
        detail={"action": action, "job": job, **detail},
    )
