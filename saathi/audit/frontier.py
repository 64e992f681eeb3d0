"""Which entries may be sealed now, and which transactions may still bring entries from below the line.

A transaction takes its number when it first writes and may commit much later. If sealing waited for
the oldest, one open transaction would hold back every later entry. So each batch seals what is visible
up to the newest number (its line) and lists the transactions below the line that are still open
(pending). An entry below the line is sealed later only if its transaction is on that list.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Connection

from saathi.audit import leaves
from saathi.audit.heads import Head
from saathi.audit.leaves import Leaf

# Not through functions of the owner, who could replace them: only the offset is kept in one.
_SNAPSHOT = """
SELECT pg_catalog.pg_snapshot_xmax(s)::text::bigint + o,
  ARRAY(SELECT x::text::bigint + o FROM pg_catalog.pg_snapshot_xip(s) x)
FROM pg_catalog.pg_current_snapshot() s, audit_xid_offset() o
"""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The transactions of a moment: no visible one has the number `end` or a higher one."""

    end: int
    open: frozenset[int]


@dataclass(frozen=True, slots=True)
class Selection:
    """The leaves of the next batch, and the line and the list of pending transactions after it."""

    leaves: list[Leaf]
    first_new: int  # the position of the first leaf above the old line; those before it are late
    xid_to: int
    pending: tuple[int, ...]
    is_behind: bool


def snapshot(connection: Connection[Any]) -> Snapshot:
    """The transactions as the current snapshot of this connection sees them.

    In a repeatable-read transaction it is the snapshot that its queries read with. PostgreSQL lists
    top-level transactions alone, and entries carry the number of theirs, in savepoints as well.
    """
    row = connection.execute(_SNAPSHOT).fetchone()
    assert row is not None
    return Snapshot(int(row[0]), frozenset(row[1]))


def select(connection: Connection[Any], before: Head, now: Snapshot, most: int) -> Selection:
    """The entries to seal after `before`, about `most`; a batch never ends inside a transaction."""
    pending = before.pending or ()
    ended = [number for number in pending if number not in now.open]
    late = leaves.read_late(connection, ended, most + 1)
    if len(late) > most:
        late = _whole_transactions(late, most) or leaves.read_late(connection, [late[0].xid])
        done = {number for number in ended if number <= late[-1].xid}
        return Selection(late, len(late), before.xid_to, _without(pending, done), is_behind=True)
    still = _without(pending, set(ended))
    start, room = before.xid_to, most - len(late)
    new = leaves.read(connection, start, now.end, room + 1, open_now=now.open)
    if len(new) <= room:
        return Selection(
            late + new,
            len(late),
            now.end,
            still + _between(now.open, start, now.end),
            is_behind=False,
        )
    end = new[-1].xid
    whole = _whole_transactions(new, room)
    if not whole and not late:
        end += 1
        whole = leaves.read(connection, start, end, open_now=now.open)
    return Selection(
        late + whole, len(late), end, still + _between(now.open, start, end), is_behind=True
    )


def _whole_transactions(found: Sequence[Leaf], most: int) -> list[Leaf]:
    """Those of the first `most` leaves whose transaction does not go on after them."""
    return [leaf for leaf in found[:most] if leaf.xid < found[most].xid]


def _between(numbers: Collection[int], start: int, end: int) -> tuple[int, ...]:
    return tuple(sorted(number for number in numbers if start <= number < end))


def _without(numbers: Sequence[int], gone: Collection[int]) -> tuple[int, ...]:
    return tuple(number for number in numbers if number not in gone)
