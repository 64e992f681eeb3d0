"""Whether the database was recovered, promoted or rolled back without being declared."""

from pathlib import Path
from typing import Any

from django.db import ProgrammingError, connection
from psycopg import Connection
from psycopg.errors import UndefinedFunction, UndefinedTable

from saathi.audit import batches
from saathi.audit.heads import ORIGIN, HeadsFileSink
from saathi.audit.sealer import heads_path
from saathi.config.env import SettingError

OLDER_SCHEMA = (UndefinedFunction, UndefinedTable)  # a schema from before this check


def undeclared_recovery() -> str:
    """A sentence that says what to do first; empty if this server was declared.

    `ProgrammingError` if this role lacks the right, or the check fails in another way.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT recovery_server(), recovery_is_declared()")
            server, is_declared = cursor.fetchone()
    except ProgrammingError as error:
        if isinstance(error.__cause__, OLDER_SCHEMA):  # the migration will declare it
            return ""
        raise
    if is_declared:
        return ""
    if server == "replica":
        return (
            "This server is a replica and takes no changes. Serve from the primary, or promote it."
        )
    return (
        "The database was recovered, or a replica was promoted, and erased children may be readable "
        "again in it. Run `saathi recover` first: it destroys their keys and declares the recovery."
    )


def require_declared_recovery() -> None:
    """`SettingError` if a backup would contain keys of erased children again."""
    if sentence := undeclared_recovery():
        raise SettingError(sentence)


def describe_rollback(sealer: Connection[Any], home: Path) -> str:
    """A sentence if the database ends before the exported audit log, otherwise empty.

    This also detects a rollback without a new timeline, such as that of a virtual machine.
    """
    exported = HeadsFileSink(heads_path(home)).last_head() or ORIGIN
    stored, _ = batches.get_last_batch(sealer) or (ORIGIN, b"")
    if stored.number >= exported.number:
        return ""
    return (
        f"The audit log in the database ends at batch {stored.number}, but batch {exported.number} was "
        "sealed and exported: the database is an older copy. Run `saathi recover` to declare that it "
        "was recovered, or bring the newer database back."
    )
