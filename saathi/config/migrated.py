"""Whether the database has the schema of this version: said in plain words before anything rests on it."""

import sys
from enum import Enum

from django.db import OperationalError, ProgrammingError, connection

from saathi.agencies import schema_state
from saathi.config.env import SettingError
from saathi.config.recovery import recovered


class Needs(Enum):
    """Which schema a process rests on."""

    NONE = "none"  # it makes the schema, or says what is wrong
    ANY = "any"  # what one does before an upgrade: an older one is named, and no hindrance
    CURRENT = "current"


def require(needs: Needs) -> None:
    """Nothing where the schema will do; else `SettingError` with what to do.

    Nor is a server that was recovered from an archive, until `saathi recover` has declared it.
    Where the database does not answer nothing is said either: who works in the background waits
    for it.
    """
    if needs is Needs.NONE:
        return
    try:
        if not schema_state.was_migrated():
            raise SettingError("The database was never migrated. Run `saathi migrate` first.")
        lack = _lack()
        undeclared = "" if lack else recovered.undeclared()
    except OperationalError:
        return
    finally:
        connection.close()  # not every process goes on with this one
    if lack and needs is Needs.CURRENT:
        raise SettingError(f"{lack} Run `saathi migrate` first.")
    if undeclared and needs is Needs.CURRENT:
        raise SettingError(undeclared)
    if lack:
        print(f"saathi: {lack} It will do for this.", file=sys.stderr)


def _lack() -> str:
    try:
        missing = schema_state.missing()
    except ProgrammingError:  # a version before this one gave fewer rights, or was broken off
        return "The schema of the database is older than this version."
    if not missing:
        return ""
    some = "a migration" if len(missing) == 1 else f"{len(missing)} migrations"
    return f"The schema of the database is older than this version: it lacks {some}."
