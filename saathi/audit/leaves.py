"""An entry as a leaf of the tree: every column, in one canonical form. Reads; never writes."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from psycopg import Connection, sql

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
LEAF_FORMAT = 1  # the first element of a leaf: a later format of entries would increase it

# Every column as text, so that neither the driver's conversions nor times outside any calendar
# matter. The time is in microseconds since 1970 in UTC. Sorting uses `e.`: a bare `id` would mean
# the text selected here, which has no index.
_COLUMNS = sql.SQL("""
SELECT xid::text::bigint, id::text, trunc(extract(epoch FROM at) * 1000000)::text, kind, "by"::text,
  agency::text, file_id::text, objects::text[], purpose, request::text, detail::text
FROM audit_entry e
""")


@dataclass(frozen=True, slots=True)
class EntryLeaf:
    """One entry, reduced to what sealing and verifying need."""

    xid: int
    id: str
    micros: str
    hash: bytes

    @property
    def month(self) -> str:
        """The month of its partition, as 2026-07; “?” for an invalid time."""
        return month_of(self.micros)

    @property
    def place(self) -> str:
        """Its place in the order of the leaves, in the form used in heads."""
        return f"{self.xid}:{self.id}:{self.micros}"

    @property
    def order(self) -> int:
        """Its time as a number, to order leaves of one transaction and id."""
        return time_sort_order(self.micros)

    @property
    def written_at(self) -> dt.datetime | None:
        """When it was written; None for an invalid time."""
        try:
            return _EPOCH + dt.timedelta(microseconds=int(self.micros))
        except (ValueError, OverflowError):
            return None


def month_of(micros: str) -> str:
    """The month, in UTC, of a count of microseconds."""
    try:
        seconds = int(micros) // 1_000_000
    except ValueError:
        return "?"
    days = seconds // 86_400 + 719_468  # civil-from-days, which works for any year
    era, day_of_era = divmod(days, 146_097)
    year_of_era = (
        day_of_era - day_of_era // 1_460 + day_of_era // 36_524 - day_of_era // 146_096
    ) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    month = (5 * day_of_year + 2) // 153
    month = month + 3 if month < 10 else month - 9
    return f"{year_of_era + era * 400 + (month <= 2):04}-{month:02}"


def canonical_bytes(row: tuple[Any, ...]) -> bytes:
    """The bytes of a leaf: a JSON array of all columns, in the order of `_COLUMNS`."""
    detail = row[10]
    return json.dumps(
        [LEAF_FORMAT, *row[:10], None if detail is None else json.loads(detail)],
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    ).encode("utf-8", "surrogatepass")


def leaf_from_row(row: tuple[Any, ...]) -> EntryLeaf:
    """The leaf of a row that `read_leaves` or `stream_leaves` selected."""
    return EntryLeaf(row[0], row[1], row[2], sha256(b"\x00" + canonical_bytes(row)).digest())


def time_sort_order(micros: str) -> int:
    """The sort order of a time; as in PostgreSQL, infinite times come first or last."""
    if micros.startswith("-I"):
        return -(1 << 70)
    return 1 << 70 if micros.startswith("I") else int(micros)


def read_leaves(
    connection: Connection[Any],
    xid_from: int,
    xid_to: int,
    most: int | None = None,
    *,
    open_now: Iterable[int] = (),
) -> list[EntryLeaf]:
    """The leaves numbered `xid_from` up to but not including `xid_to`, in order; at most `most`.

    Leaves of open transactions are left out: they could only be visible with a forged number.
    """
    query = _COLUMNS + sql.SQL(
        "WHERE e.xid >= %s::text::xid8 AND e.xid < %s::text::xid8 "
        "AND e.xid <> ALL (%s::text[]::xid8[]) ORDER BY e.xid, e.id, e.at LIMIT %s"
    )
    excluded = [str(number) for number in open_now]
    return [
        leaf_from_row(row) for row in connection.execute(query, (xid_from, xid_to, excluded, most))
    ]


def read_leaves_of_transactions(
    connection: Connection[Any], numbers: Iterable[int], most: int, *, after: str = ""
) -> list[EntryLeaf]:
    """The leaves of these transactions, in order, at most `most`; those after `after`, if given."""
    texts = [str(number) for number in numbers]
    if not texts:
        return []
    _, entry, micros = after.split(":") if after else ("", None, None)
    query = _COLUMNS + sql.SQL(
        "WHERE e.xid = ANY (%s::text[]::xid8[]) AND (%s::text IS NULL OR (e.id, e.at) > "
        "(%s::text::uuid, 'epoch'::timestamptz + %s::text::bigint * interval '1 microsecond')) "
        "ORDER BY e.xid, e.id, e.at LIMIT %s"
    )
    return [
        leaf_from_row(row) for row in connection.execute(query, (texts, entry, entry, micros, most))
    ]


def stream_leaves(connection: Connection[Any], *, step: int = 5_000) -> Iterator[EntryLeaf]:
    """Every leaf in order, `step` at a time by a server-side cursor; needs a transaction."""
    with connection.cursor(name="audit_leaves") as cursor:
        cursor.itersize = step
        cursor.execute(_COLUMNS + sql.SQL("ORDER BY e.xid, e.id, e.at"))
        for row in cursor:
            yield leaf_from_row(row)


class LeafReader:
    """The entries in the order of the leaves, read range by range; needs a transaction."""

    def __init__(self, connection: Connection[Any]) -> None:
        self._leaves = stream_leaves(connection)
        self._next = next(self._leaves, None)

    def read_below(self, xid: int) -> Iterator[EntryLeaf]:
        """The entries numbered below `xid` that were not read yet."""
        while self._next is not None and self._next.xid < xid:
            leaf, self._next = self._next, next(self._leaves, None)
            yield leaf

    def read_rest(self) -> Iterator[EntryLeaf]:
        """All entries not yet read."""
        while self._next is not None:
            leaf, self._next = self._next, next(self._leaves, None)
            yield leaf
