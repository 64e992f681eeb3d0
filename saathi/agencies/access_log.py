"""Writes access log entries for pages that show one child's file or a list of records."""

from collections.abc import Iterable
from uuid import UUID

from saathi import audit
from saathi.agencies.models import Staff
from saathi.agencies.sections import Section


def log_file_view(
    staff: Staff, kind: audit.AuditKind, section: Section, *, file_id: UUID, objects: Iterable[UUID]
) -> None:
    """One entry for all records shown together, with the purpose given for this request."""
    audit.record(
        kind,
        by=staff.id,
        agency=staff.agency_id,
        file_id=file_id,
        objects=objects,
        purpose=staff.looks_for,
        detail={"section": int(section)},
    )


def log_list_view(
    staff: Staff, objects: Iterable[UUID], *, purpose: str = "", **detail: object
) -> None:
    """One entry for a list of records from several files."""
    audit.record(
        audit.AuditKind.LISTED,
        by=staff.id,
        agency=staff.agency_id,
        objects=objects,
        purpose=purpose,
        detail=detail,
    )
