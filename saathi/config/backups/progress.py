"""Notes in the database that a restore has begun, so that an interrupted one is finished or restarted.

The notes are a schema of their own, which the owner creates first and drops last. While it exists,
no serving or working process starts: keys of erased children may be back and not yet destroyed.
"""

from typing import Any
from uuid import UUID

from psycopg import Connection

SCHEMA = "restoring"
UNFINISHED = "SELECT to_regnamespace('restoring') IS NOT NULL"

_BEGIN = (
    "CREATE SCHEMA IF NOT EXISTS restoring",
    "GRANT USAGE ON SCHEMA restoring TO saathi_maintenance",
    "CREATE TABLE IF NOT EXISTS restoring.loaded (archive uuid PRIMARY KEY, made_at text NOT NULL)",
    "GRANT SELECT, INSERT ON restoring.loaded TO saathi_maintenance",
)


def begin(owner: Connection[Any]) -> None:
    """Notes that a restore is under way; does nothing if that is noted already."""
    for statement in _BEGIN:
        owner.execute(statement)
    owner.commit()


def note_loaded(connection: Connection[Any], archive: UUID, made_at: str) -> None:
    """Notes in the loading transaction which archive the rows come from."""
    connection.execute("INSERT INTO restoring.loaded VALUES (%s, %s)", [archive, made_at])


def loaded(connection: Connection[Any]) -> tuple[UUID, str] | None:
    """The archive whose rows an unfinished restore has loaded, and its date."""
    row = connection.execute(UNFINISHED).fetchone()
    if row is None or not row[0]:
        return None
    loaded_row = connection.execute("SELECT archive, made_at FROM restoring.loaded").fetchone()
    return None if loaded_row is None else (loaded_row[0], loaded_row[1])


def end(owner: Connection[Any]) -> None:
    """Removes the notes."""
    owner.execute("DROP SCHEMA IF EXISTS restoring CASCADE")
    owner.commit()
