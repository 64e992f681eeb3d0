"""Notes in the database that a restore has begun, so that an interrupted one is continued.

The notes are in a schema of their own, which the owner creates first and drops last. While it
exists, no web or worker process starts: keys of erased children may have returned and not yet been
destroyed.
"""

import time
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

# A session whose process was killed finishes its statement before it ends.
PATIENCE_SECONDS = 60.0
PAUSE_SECONDS = 0.2
_OTHERS_WORK = """
SELECT EXISTS (
  SELECT FROM pg_locks l JOIN pg_stat_activity a USING (pid)
  WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
    AND starts_with(a.usename::text, 'saathi_'))
"""


def wait_for_ended_run(owner: Connection[Any], seconds: float = PATIENCE_SECONDS) -> bool:
    """Waits for other sessions of Saathi to end, such as those of a killed restore; True if so.

    False if some are still active after `seconds`: locks then decide.
    """
    until = time.monotonic() + seconds
    while True:
        row = owner.execute(_OTHERS_WORK).fetchone()
        owner.rollback()  # so that each round sees the current sessions
        if row is not None and not row[0]:
            return True
        if time.monotonic() > until:
            return False
        time.sleep(PAUSE_SECONDS)


def note_restore_begun(owner: Connection[Any]) -> None:
    """Notes that a restore is under way; does nothing if this is already noted."""
    for statement in _BEGIN:
        owner.execute(statement)
    owner.commit()


def note_archive_loaded(connection: Connection[Any], archive: UUID, made_at: str) -> None:
    """Notes in the loading transaction which archive the rows come from."""
    connection.execute("INSERT INTO restoring.loaded VALUES (%s, %s)", [archive, made_at])


def loaded_archive(connection: Connection[Any]) -> tuple[UUID, str] | None:
    """The archive whose rows an unfinished restore loaded, and its date; None if there is none."""
    row = connection.execute(UNFINISHED).fetchone()
    if row is None or not row[0]:
        return None
    loaded_row = connection.execute("SELECT archive, made_at FROM restoring.loaded").fetchone()
    return None if loaded_row is None else (loaded_row[0], loaded_row[1])


def remove_restore_notes(owner: Connection[Any]) -> None:
    """Removes the notes."""
    owner.execute("DROP SCHEMA IF EXISTS restoring CASCADE")
    owner.commit()
