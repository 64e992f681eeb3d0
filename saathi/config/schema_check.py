"""Checks that the database has the schema of this version, before anything depends on it."""

import sys
from enum import Enum

from django.db import OperationalError, ProgrammingError, connection

from saathi.agencies import schema_state
from saathi.config.backups import restore_progress
from saathi.config.env import SettingError
from saathi.config.recovery import undeclared_recovery

NEVER = "The database was never migrated. Run `saathi migrate` first."


class SchemaNeeds(Enum):
    """What a process needs of the schema."""

    NONE = "none"  # for processes that create the schema or report problems
    ANY = "any"  # for use before an upgrade: an older schema is reported and accepted
    CURRENT = "current"


def require_schema(needs: SchemaNeeds) -> None:
    """Raises `SettingError`, with what to do, unless the schema is sufficient.

    Also raised if the database does not answer: the parent process then restarts this one. A server
    recovered from an archive is refused until `saathi recover` has declared it.
    """
    if needs is SchemaNeeds.NONE:
        return
    try:
        if not schema_state.was_migrated():
            raise SettingError(NEVER)
        if _is_being_restored():
            raise SettingError(
                "A restore was started here and has not finished. Run the same `saathi restore` command "
                "again: it continues where it stopped."
            )
        lack = _missing_schema()
        sentence = "" if lack else undeclared_recovery.undeclared_recovery()
    except OperationalError as error:
        raise SettingError(unreachable_database(error)) from None
    finally:
        connection.close()  # some processes do not use this connection again
    if lack and needs is SchemaNeeds.CURRENT:
        raise SettingError(f"{lack} Run `saathi migrate` first.")
    if sentence and needs is SchemaNeeds.CURRENT:
        raise SettingError(sentence)
    if lack:
        print(f"saathi: {lack} This command can run nevertheless.", file=sys.stderr)


def require_database_answers() -> None:
    """Raises `SettingError` if the database does not answer."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise SettingError(unreachable_database(error)) from None


def unreachable_database(error: OperationalError) -> str:
    """A sentence for an unreachable database. The driver's text in it contains no password."""
    where = connection.settings_dict
    return unreachable_database_at(describe_database_location(where["HOST"], where["PORT"]), error)


def describe_database_location(host: object, port: object) -> str:
    """The location of a database, in words."""
    return f"{host or 'this machine'}{f':{port}' if port else ''}"


def unreachable_database_at(place: str, error: Exception) -> str:
    """The sentence of `unreachable_database` for a connection without Django."""
    first = next(iter(str(error).strip().splitlines()), "")
    reason = first.rpartition("failed: ")[2] or type(error).__name__
    return (
        f"The database at {place} does not answer: {reason}. Start it, or correct its address in "
        "SAATHI_DATABASE_URL and the settings that begin with that name."
    )


def _is_being_restored() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(restore_progress.UNFINISHED)
        return bool(cursor.fetchone()[0])


def _missing_schema() -> str:
    try:
        missing = schema_state.missing_migrations()
    except ProgrammingError:  # an older version granted fewer rights, or was cut off
        return "The schema of the database is older than this version."
    if not missing:
        return ""
    some = "a migration" if len(missing) == 1 else f"{len(missing)} migrations"
    return f"The schema of the database is older than this version: it lacks {some}."
