"""Prepared statements outlive a rollback, but not a change of the schema."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connections

from tests.prepared import keep_statements
from tests.server import SERVER

type Connection = psycopg.Connection[tuple[object, ...]]


@pytest.fixture
def connection(django_db_setup: None) -> Iterator[Connection]:
    name = connections["default"].settings_dict["NAME"]
    with psycopg.connect(SERVER.url("saathi_tester", name), prepare_threshold=1) as connection:
        keep_statements(connection)
        yield connection
        connection.rollback()


def plans(connection: Connection) -> int:
    row = connection.execute(
        "SELECT count(*) FROM pg_prepared_statements", prepare=False
    ).fetchone()
    assert row is not None
    return int(str(row[0]))


def test_statement_is_kept_over_a_rollback(connection: Connection) -> None:
    for _time in range(2):
        connection.execute("SELECT 1")
    assert plans(connection) == 1
    connection.rollback()
    connection.execute("SAVEPOINT one")
    connection.execute("ROLLBACK TO SAVEPOINT one")
    assert plans(connection) == 1


def test_statement_of_a_table_that_a_rollback_takes_away_is_forgotten(
    connection: Connection,
) -> None:
    for kind in ("integer", "text"):
        connection.execute(f"CREATE TEMPORARY TABLE gone AS SELECT 1::{kind} AS one")
        for _time in range(3):
            connection.execute("SELECT * FROM gone")
        connection.rollback()
        assert plans(connection) == 0
