"""Brings a database to the state this version of Saathi needs: schema, rights, keys, shipped data."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.core.management import call_command
from django.db import Error, OperationalError, ProgrammingError, connection
from django.db.backends.utils import CursorWrapper
from psycopg.errors import DeadlockDetected

from saathi.agencies import row_security, schema_state
from saathi.config import search_token_rebuild
from saathi.config.env import SettingError
from saathi.infra import atomic_migrations, fast_migrations
from saathi.infra.locks import AdvisoryLock
from saathi.vault import store as vault

PATIENCE_SECONDS = 600.0  # for a migration that another command runs
PAUSE_SECONDS = 0.5
TRIES = 3  # for rights and functions, one transaction each
OF_VERSION_0_1 = (
    "The tables of this database were made by version 0.1; they cannot be migrated by this version. "
    "Nothing was changed. Serve them with version 0.1, or let SAATHI_HOME name a new, empty folder."
)


def migrate(*, verbosity: int = 0) -> None:
    """Migrates the schema, applies functions, policies and rights, and creates missing keys.

    Runs as the owner. A lost root key is reported before anything is written. `SettingError` for a
    database of version 0.1.
    """
    with migration_lock():
        if schema_state.is_of_version_0_1():
            raise SettingError(OF_VERSION_0_1)
        if _is_behind():
            row_security.drop_triggers()
        with (
            fast_migrations.limit_model_rendering(),
            atomic_migrations.record_in_same_transaction(),
        ):
            call_command("migrate", verbosity=verbosity, interactive=False)
        call_command("createcachetable", verbosity=verbosity)
        _apply_rights()
        search_token_rebuild.note_empty_index_as_current()
        vault.prepare_keys()
        vault.check_root_key()


def _is_behind() -> bool:
    """Whether a schema exists that lacks migrations."""
    try:
        return schema_state.was_migrated() and bool(schema_state.missing_migrations())
    except ProgrammingError:  # a schema from an older backup, whose functions are created last
        return True


def _apply_rights() -> None:
    """Applies functions and rights; retries after a deadlock with autovacuum."""
    for tries_left in reversed(range(TRIES)):
        try:
            row_security.apply()
        except OperationalError as error:
            if not tries_left or not isinstance(error.__cause__, DeadlockDetected):
                raise
        else:
            return


@contextmanager
def migration_lock() -> Iterator[None]:
    """Waits until no other process migrates this database, then makes others wait.

    The migrating session itself has the lock: the session of a killed process ends only after its
    statement, which may be a COMMIT that the next run must see.
    """
    with connection.cursor() as cursor:
        end = time.monotonic() + PATIENCE_SECONDS
        while not _is_taken(cursor):
            if time.monotonic() > end:
                raise SettingError(
                    "Another process has been migrating this database for ten minutes. Wait for it, or "
                    "end it, and run the command again."
                )
            time.sleep(PAUSE_SECONDS)
    try:
        yield
    finally:
        with suppress(Error), connection.cursor() as cursor:  # a disconnected session has no lock
            cursor.execute("SELECT pg_advisory_unlock(%s)", [AdvisoryLock.MIGRATE_COMMAND])


def _is_taken(cursor: CursorWrapper) -> bool:
    cursor.execute("SELECT pg_try_advisory_lock(%s)", [AdvisoryLock.MIGRATE_COMMAND])
    return bool(cursor.fetchone()[0])
