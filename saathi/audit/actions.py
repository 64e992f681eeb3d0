"""The only way to write an entry: `record`. `queries` reads entries, `sealer` seals them."""

import secrets
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from saathi.audit import buffered_entries
from saathi.audit.rules import EntryDetail, check_detail, check_purpose
from saathi.audit.vocabulary import AuditKind
from saathi.infra import clock


def record(  # noqa: PLR0913 - an entry says who did what, about which child, and why
    kind: AuditKind,
    *,
    by: UUID | None,
    agency: UUID | None,
    file_id: UUID | None = None,
    objects: Iterable[UUID] = (),
    purpose: str = "",
    request: UUID | None = None,
    detail: EntryDetail | None = None,
    using: str = "default",
) -> UUID:
    """Writes an entry in the transaction of the connection `using`; returns its id.

    The entry becomes part of one plain insert that reads nothing: see `buffered_entries`. The
    database sets the time and the transaction's number. Raises `AuditDetailRefused` if `purpose` or
    `detail` is anything but ids and codes of our own.
    """
    entry_id = _id_in_order()
    checked = check_detail(detail)
    values: list[Any] = [
        entry_id,
        kind.value,
        by,
        agency,
        file_id,
        list(objects),
        check_purpose(purpose),
        request,
        None if checked is None else Jsonb(checked),
    ]
    buffered_entries.add_entry(values, using)
    return entry_id


def _id_in_order() -> UUID:
    """A UUID of version 7: its first 48 bits are the time, so that the index grows at its end.

    An entry shows its time anyway; ids of records about a child stay random.
    """
    milliseconds = int(clock.now().timestamp() * 1000)
    bits = secrets.randbits(74)
    return UUID(
        int=(milliseconds & (1 << 48) - 1) << 80
        | 0x7 << 76
        | (bits >> 62) << 64
        | 0b10 << 62
        | bits & (1 << 62) - 1
    )
