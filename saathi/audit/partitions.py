"""The monthly partitions of the log; an entry outside them falls into the default partition."""

from typing import Any, Protocol


class PartitionCursor(Protocol):
    """What we need of a cursor, Django's or psycopg's."""

    def execute(self, sql: Any, params: Any, /) -> object:
        """Runs a statement."""

    def fetchone(self) -> Any:
        """The next row."""


def ensure_partitions(cursor: PartitionCursor, months_ahead: int = 3) -> int:
    """How many partitions it made, so that this month and `months_ahead` more have theirs."""
    cursor.execute("SELECT audit_ensure_partitions(%s)", (months_ahead,))
    row = cursor.fetchone()
    return int(row[0])
