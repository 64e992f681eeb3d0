"""Which entries may be sealed now, and which transactions may still add entries below the line.

A transaction gets its number when it first writes, and may commit much later. If sealing waited for
the oldest, one open transaction would delay every later entry. So each batch seals what is visible
up to the newest number (its line) and lists the transactions below the line that are not completely
sealed (pending): those that are open, and at most one that was too large for the batch. An entry
below the line is sealed later only if its transaction is on that list.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from psycopg import Connection

from saathi.audit import leaves
from saathi.audit.heads import SignedHead
from saathi.audit.leaves import EntryLeaf

# Not through functions of the owner, who could replace them: only the offset is stored in one.
_SNAPSHOT = """
SELECT pg_catalog.pg_snapshot_xmax(s)::text::bigint + o,
  ARRAY(SELECT x::text::bigint + o FROM pg_catalog.pg_snapshot_xip(s) x)
FROM pg_catalog.pg_current_snapshot() s, audit_xid_offset() o
"""


@dataclass(frozen=True, slots=True)
class TransactionSnapshot:
    """The transactions of a moment: no visible one has the number `end` or a higher one."""

    end: int
    open: frozenset[int]


@dataclass(frozen=True, slots=True)
class EntrySelection:
    """The leaves of the next batch, its line, its list, and the place in a large transaction."""

    leaves: list[EntryLeaf]
    xid_to: int
    pending: tuple[int, ...]
    part: str = ""
    is_behind: bool = False


def take_snapshot(connection: Connection[Any]) -> TransactionSnapshot:
    """The transactions as the current snapshot of this connection sees them.

    In a repeatable-read transaction, this is the snapshot that its queries use. PostgreSQL lists
    top-level transactions only, and entries carry the number of their top-level transaction, even
    in savepoints.
    """
    row = connection.execute(_SNAPSHOT).fetchone()
    assert row is not None
    return TransactionSnapshot(int(row[0]), frozenset(row[1]))


def select_entries(
    connection: Connection[Any], before: SignedHead, now: TransactionSnapshot, most: int
) -> EntrySelection:
    """The entries to seal after `before`, at most `most`, so that memory is bounded.

    They begin with the rest of a transaction that was cut, then come late entries, then new ones.
    """
    pending, line = frozenset(before.pending or ()), before.xid_to
    unsealed: list[EntryLeaf] = []
    if before.part:
        cut = int(before.part.partition(":")[0])
        unsealed = leaves.read_leaves_of_transactions(
            connection, [cut], most + 1, after=before.part
        )
        if len(unsealed) > most:
            return _cut(unsealed[:most], line, pending)
        pending -= {cut}
    ended = pending - now.open
    unsealed += leaves.read_leaves_of_transactions(connection, ended, most + 1 - len(unsealed))
    if len(unsealed) > most:
        last, following = unsealed[most - 1].xid, unsealed[most].xid
        if last == following:
            return _cut(unsealed[:most], line, pending - {n for n in ended if n < last})
        sealed_to_end = {number for number in ended if number < following}
        return EntrySelection(
            unsealed[:most], line, _sorted(pending - sealed_to_end), is_behind=True
        )
    pending -= ended
    room = most - len(unsealed)
    new = leaves.read_leaves(connection, line, now.end, room + 1, open_now=now.open)
    if len(new) <= room:
        return EntrySelection(
            unsealed + new, now.end, _sorted(pending | _between(now.open, line, now.end))
        )
    following = new[room].xid
    if room and new[room - 1].xid == following:
        below = pending | _between(now.open, line, following) | {following}
        return _cut(unsealed + new[:room], following + 1, below)
    below = pending | _between(now.open, line, following)
    return EntrySelection(unsealed + new[:room], following, _sorted(below), is_behind=True)


def _cut(leaves: list[EntryLeaf], line: int, pending: Collection[int]) -> EntrySelection:
    """A selection that ends within the transaction of its last leaf, which stays on the list."""
    return EntrySelection(leaves, line, _sorted(pending), leaves[-1].place, is_behind=True)


def _between(numbers: Collection[int], start: int, end: int) -> frozenset[int]:
    return frozenset(number for number in numbers if start <= number < end)


def _sorted(numbers: Collection[int]) -> tuple[int, ...]:
    return tuple(sorted(numbers))


class PendingEntries:
    """While verifying: entries of transactions that a head lists as pending, until a later batch."""

    def __init__(self) -> None:
        self._by_number: dict[int, list[EntryLeaf]] = {}

    def set_aside(self, leaves: list[EntryLeaf], head: SignedHead) -> list[EntryLeaf]:
        """Sets aside the entries that this head leaves to later batches; returns the others."""
        pending = frozenset(head.pending or ())
        now = []
        for leaf in leaves:
            if leaf.xid in pending and not _is_reached(leaf, head.part):
                self._by_number.setdefault(leaf.xid, []).append(leaf)
            else:
                now.append(leaf)
        return now

    def take_for_batch(self, head: SignedHead, first: str = "") -> list[EntryLeaf]:
        """The entries set aside that belong to this batch, in the order of `select_entries`.

        `first` is the place in a large transaction at which the previous batch ended.
        """
        pending = frozenset(head.pending or ())
        cut = int(first.partition(":")[0]) if first else -1
        reached = int(head.part.partition(":")[0]) if head.part else -1
        taken: list[EntryLeaf] = []
        for number in sorted(self._by_number, key=lambda number: (number != cut, number)):
            if number not in pending:
                taken += self._by_number.pop(number)
            elif number == reached:
                waiting = self._by_number.pop(number)
                taken += [leaf for leaf in waiting if _is_reached(leaf, head.part)]
                remaining = [leaf for leaf in waiting if not _is_reached(leaf, head.part)]
                if remaining:
                    self._by_number[number] = remaining
        return taken

    def list_unsealed(self) -> list[EntryLeaf]:
        """All entries that no batch sealed."""
        return [leaf for number in sorted(self._by_number) for leaf in self._by_number[number]]


def _is_reached(leaf: EntryLeaf, part: str) -> bool:
    """Whether a head that ends at this place within a transaction covers the leaf."""
    if not part:
        return False
    number, entry, micros = part.split(":")
    return leaf.xid == int(number) and (leaf.id, leaf.order) <= (
        entry,
        leaves.time_sort_order(micros),
    )
