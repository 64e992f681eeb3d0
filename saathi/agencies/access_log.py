"""Puts on record what a page showed: of one child's file, with what it was opened for, or of many."""

from collections.abc import Iterable
from uuid import UUID

from saathi import audit
from saathi.agencies.models import Staff
from saathi.agencies.sections import Section


def log_file_view(
    staff: Staff, kind: audit.AuditKind, section: Section, *, file_id: UUID, objects: Iterable[UUID]
) -> None:
    """One entry for all that was shown together, with the purpose that this request was asked for."""
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
    """One entry for a list of records that lie in many files."""
    audit.record(
        audit.AuditKind.LISTED,
        by=staff.id,
        agency=staff.agency_id,
        objects=objects,
        purpose=purpose,
        detail=detail,
    )
