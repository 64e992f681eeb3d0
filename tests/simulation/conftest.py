"""Loaded nations: one of 300 children for most tests, one of 20,000 for query plans."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import transaction

from tests import databases
from tests.roles import role
from tests.server import SERVER

SEED = 7


def load(name: str, children: int) -> str:
    """A new database with a nation of this size, loaded by the command itself."""
    databases.copy_template(name)
    environment = os.environ | {
        "SAATHI_PROCESS": "maintenance",
        "SAATHI_DATABASE_URL_OWNER": SERVER.url("saathi_owner", name),
        "SAATHI_DATABASE_URL_MAINTENANCE": SERVER.url("saathi_maintenance", name),
    }
    words = ["simulate", "--children", str(children), "--seed", str(SEED)]
    done = subprocess.run(
        [sys.executable, "-m", "saathi.config.command", *words],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return name


def _name(purpose: str) -> str:
    return f"{purpose}_{os.environ.get('PYTEST_XDIST_WORKER', 'only')}"


@pytest.fixture(scope="session")
def small_nation() -> str:
    return load(_name("small_nation"), 300)


@pytest.fixture(scope="session")
def large_nation() -> str:
    return load(_name("large_nation"), 20_000)


@contextmanager
def looking_at(name: str) -> Iterator[None]:
    """Django's connection to this database, in a transaction that is rolled back."""
    with databases.as_default(name), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def small(
    small_nation: str, django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[str]:
    """The nation of 300 as the maintenance role."""
    with django_db_blocker.unblock(), looking_at(small_nation), role("maintenance"):  # type: ignore[attr-defined]
        yield small_nation


@pytest.fixture
def large(
    large_nation: str, django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[str]:
    """The nation of 20,000 as the maintenance role."""
    with django_db_blocker.unblock(), looking_at(large_nation), role("maintenance"):  # type: ignore[attr-defined]
        yield large_nation


def rows(database: str, query: str) -> list[tuple[object, ...]]:
    """The rows as the maintenance role reads them, without Django."""
    with psycopg.connect(SERVER.url("saathi_maintenance", database)) as connection:
        return connection.execute(query.encode()).fetchall()
