"""The monthly partitions of the log; an entry outside them goes into the default partition."""

from typing import Any, Protocol


class PartitionCursor(Protocol):
    """The cursor methods that are used here, of Django's or psycopg's cursor."""

    def execute(self, sql: Any, params: Any, /) -> object:
        """Runs a statement."""

    def fetchone(self) -> Any:
        """The next row."""


def ensure_partitions(cursor: PartitionCursor, months_ahead: int = 3) -> int:
    """Creates the partitions of this month and `months_ahead` more; returns how many were missing."""
    cursor.execute("SELECT audit_ensure_partitions(%s)", (months_ahead,))
    row = cursor.fetchone()
    return int(row[0])
