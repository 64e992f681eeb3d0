"""Collects the entries of one piece of work, so that one statement writes them all at its end.

They belong to the current transaction as if each had been written at once: if a savepoint is rolled
back, so are its entries, and work whose entries cannot be written fails as a whole.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connections

_INSERT = """
INSERT INTO audit_entry (id, kind, "by", agency, file_id, objects, purpose, request, detail) VALUES
"""
_ROW = "(%s, %s, %s, %s, %s, %s::uuid[], %s, %s, %s)"
MAX_ENTRIES_PER_INSERT = (
    5_000  # PostgreSQL accepts 65,535 values per statement, and an entry has nine
)
_gathers: ContextVar[str | None] = ContextVar("audit_gathers", default=None)

type EntryRow = Sequence[Any]


class EntryNotWritten(Exception):
    """The database accepted an entry and did not store it, as a manual trigger would: work stops."""


class _Waiting:
    """An entry that is not yet written.

    Django stores it among the commit hooks, and so discards it with the savepoint in which it was
    made. When the hook runs on commit, the entry has been written and nothing remains to be done.
    """

    def __init__(self, row: EntryRow) -> None:
        self.row = row
        self.is_written = False

    def __call__(self) -> None:
        """Does nothing."""


@contextmanager
def gather_entries(using: str = "default") -> Iterator[None]:
    """In the block, entries wait for `write_gathered_entries`; start it within a transaction."""
    mark = _gathers.set(using)
    try:
        yield
    finally:
        _gathers.reset(mark)


def write_gathered_entries(using: str = "default") -> None:
    """Writes the entries collected so far. Call it at the end of the work, outside its actions."""
    waiting = [
        entry[1]
        for entry in connections[using].run_on_commit
        if isinstance(entry[1], _Waiting) and not entry[1].is_written
    ]
    if waiting:
        write_entries([entry.row for entry in waiting], using)
    for entry in waiting:
        entry.is_written = True


def add_entry(row: EntryRow, using: str) -> None:
    """Writes an entry: together with others inside `gather_entries`, otherwise at once."""
    connection = connections[using]
    if _gathers.get() == using and connection.in_atomic_block:
        connection.on_commit(_Waiting(row))
    else:
        write_entries([row], using)


def write_entries(rows: Sequence[EntryRow], using: str) -> None:
    """Writes the entries by as few statements as possible; none reads anything."""
    with connections[using].cursor() as cursor:
        for begin in range(0, len(rows), MAX_ENTRIES_PER_INSERT):
            some = rows[begin : begin + MAX_ENTRIES_PER_INSERT]
            statement = _INSERT + ", ".join([_ROW] * len(some))
            cursor.execute(statement, [value for row in some for value in row])
            if cursor.rowcount != len(some):
                raise EntryNotWritten
