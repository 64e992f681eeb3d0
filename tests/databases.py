"""Databases of the tests: a template migrated once, and a copy of it for each worker."""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connections, transaction

from saathi.infra import roles
from tests.schema import schema_hash
from tests.server import HOME, SERVER


@contextmanager
def lock(name: str) -> Iterator[None]:
    """One process at a time."""
    with (HOME / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def owner(database: str) -> psycopg.Connection[tuple[object, ...]]:
    """A connection of the owner, committing statement by statement."""
    return psycopg.connect(SERVER.url("saathi_owner", database), autocommit=True)


def create(name: str, template: str = "template1") -> None:
    """Recreates a database, empty or as a copy, opened to our roles."""
    drop(name)
    with owner("saathi") as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        for statement in roles.database_sql(name, for_tests=True):
            connection.execute(statement)
        connection.execute(f"GRANT ALL ON DATABASE {name} TO saathi_tester")


def drop(name: str) -> None:
    """Takes a database away. A vacuum that the server began in it may not be ended by us: it ends soon."""
    for _half_second in range(120):
        try:
            with owner("saathi") as connection:
                connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        except psycopg.errors.InsufficientPrivilege:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError(name)


def template() -> str:
    """The name of the migrated template for the code as it is now; makes it where missing.

    `SAATHI_TEST_BASE` names one of the same migrations and tables, of which only functions and policies
    are made anew (`tools/mutants.py`).
    """
    name, base = f"template_{schema_hash()}", os.environ.get("SAATHI_TEST_BASE", "")
    with lock("template"):
        with owner("saathi") as connection:
            found = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [name]
            ).fetchone()
            if found:
                return name
            old = connection.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE 'template\\_%%'"
                " AND datname NOT IN ('template0', 'template1', %s)",
                [base],
            ).fetchall()
            for (database,) in old:
                drop(database)
        create("making", base or "template1")
        with owner("making") as connection:
            for statement in [] if base else roles.schema_sql(for_tests=True):
                connection.execute(statement)
        migrate("making")
        with owner("saathi") as connection:
            connection.execute(f"ALTER DATABASE making RENAME TO {name}")
    return name


def migrate(database: str) -> None:
    """Runs `saathi migrate` against a database, as an installation would."""
    environment = os.environ | {
        "SAATHI_PROCESS": "migrate",
        "SAATHI_DATABASE_URL_OWNER": SERVER.url("saathi_owner", database),
        "SAATHI_DATABASE_URL_MAINTENANCE": SERVER.url("saathi_maintenance", database),
    }
    subprocess.run(
        [sys.executable, "-m", "saathi.config.command", "migrate"],
        env=environment,
        check=True,
        capture_output=not os.environ.get("SAATHI_TEST_VERBOSE"),
    )


def copy_template(name: str) -> None:
    """Recreates a database as a copy of the migrated template."""
    migrated = template()
    with lock("template"):
        create(name, migrated)


@contextmanager
def shared_transaction(blocker: Any) -> Iterator[None]:
    """A transaction around several tests, of which each is rolled back to a savepoint in it.

    PostgreSQL's `now()` is the beginning of this transaction for all of them.
    """
    holding = transaction.atomic()
    with blocker.unblock():
        holding.__enter__()
    try:
        yield
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            holding.__exit__(None, None, None)


@contextmanager
def as_default(name: str) -> Iterator[None]:
    """Django uses this database meanwhile."""
    django = connections["default"]
    django.close()
    before, django.settings_dict["NAME"] = django.settings_dict["NAME"], name
    try:
        yield
    finally:
        django.close()
        django.settings_dict["NAME"] = before
