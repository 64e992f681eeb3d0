"""Attacks run on connections of their own, as each role signs in, against committed rows."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import transaction

from saathi.agencies import context
from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Case
from tests import databases
from tests.factories import agencies, children
from tests.keepers import keeper, second, submitted
from tests.server import SERVER

__all__ = ["keeper", "second", "submitted"]

type Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True)
class World:
    """A child of one agency, the child's worker, and a worker of another agency who must see nothing."""

    worker: Staff
    officer: Staff  # of the worker's office, who may export
    stranger: Staff
    case: Case
    strangers_case: Case


@pytest.fixture(scope="session")
def attacked(django_db_setup: None, django_db_blocker: object) -> Iterator[str]:
    """A separate database for attacks, with committed rows, not used by other tests."""
    name = f"attacked_{os.environ.get('PYTEST_XDIST_WORKER', 'only')}"
    databases.copy_template(name)
    yield name
    databases.drop(name)


@pytest.fixture(scope="session")
def world(attacked: str, django_db_blocker: object) -> World:
    with django_db_blocker.unblock(), databases.as_default(attacked), transaction.atomic():
        worker, stranger = agencies.staff(), agencies.staff()
        return World(
            worker,
            agencies.staff("data_officer", worker.office),
            stranger,
            children.case(worker),
            children.case(stranger, "Rokeya"),
        )


@pytest.fixture
def sign_in(attacked: str) -> Iterator[Callable[[str], Connection]]:
    """Opens a connection as a database role, with that role's own password."""
    opened: list[Connection] = []

    def open_as(role: str) -> Connection:
        opened.append(psycopg.connect(SERVER.url(f"saathi_{role}", attacked)))
        return opened[-1]

    yield open_as
    for connection in opened:
        connection.close()


def enter(connection: Connection, staff: Staff, **changes: Any) -> None:
    """Sets the context as the middleware would."""
    signed = context.signed_context(staff=staff.id, agency=staff.agency_id, **changes)
    connection.execute("SELECT access_enter(%s)", [signed])


def ids(connection: Connection, table: str) -> set[UUID]:
    """The ids of the rows that this connection sees."""
    return {row[0] for row in connection.execute(f"SELECT id FROM {table}").fetchall()}
