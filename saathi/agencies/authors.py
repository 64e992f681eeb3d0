"""Who wrote a record: whoever recorded it, and all who changed it before a second person decides.

A record that a second person approves names them in `editors`; none of them approves it. A trigger that
calls `editors_are_named` holds the same in the database.
"""

from typing import Any, Protocol
from uuid import UUID

from saathi.agencies.models import Staff


class RecordWithEditors(Protocol):
    """A record with the person who recorded it and all others who changed it."""

    recorded_by: UUID
    editors: list[UUID]


def authors_of(record: RecordWithEditors) -> frozenset[UUID]:
    """Who recorded a record, and who else changed it."""
    return frozenset((record.recorded_by, *record.editors))


def with_editor(record: RecordWithEditors, actor: Staff) -> dict[str, Any]:
    """The column `editors` with whoever changes a record now; empty if they are named already."""
    if actor.pk in authors_of(record):
        return {}
    return {"editors": [*record.editors, actor.pk]}
