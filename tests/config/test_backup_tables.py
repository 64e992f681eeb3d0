"""Which rows a backup contains and how they are loaded: references to tables left out, jobs."""

import io
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection as django_connection

from saathi.config.backups import tables
from tests.server import SERVER

pytestmark = pytest.mark.usefixtures("db")
REFERENCES = """
SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text, a.attnotnull
FROM pg_constraint c, unnest(c.conkey) AS k JOIN pg_attribute a ON a.attnum = k
WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace AND a.attrelid = c.conrelid
"""
JOB = "{id}\tqueue\tagencies.mail_notices\t0\t\\N\t{queueing_lock}\t{{}}\t{status}\t\\N\t1\t{abort}\t{worker}\n"
COLUMNS = (
    *("id", "queue_name", "task_name", "priority", "lock", "queueing_lock"),
    *("args", "status", "scheduled_at", "attempts", "abort_requested", "worker_id"),
)
JOBS = tables.ArchivedTable("procrastinate_jobs", COLUMNS)
EVENTS = tables.ArchivedTable("procrastinate_events", ("id", "job_id", "type", "at"))


@pytest.fixture
def maintenance(db: None) -> Iterator[psycopg.Connection[Any]]:
    """The maintenance role in this worker's database; nothing is committed."""
    name = django_connection.settings_dict["NAME"]
    with psycopg.connect(SERVER.url("saathi_maintenance", name)) as connection:
        yield connection
        connection.rollback()


def load(connection: psycopg.Connection[Any], table: tables.ArchivedTable, text: str) -> int:
    return tables.load_rows(connection, table, iter([io.BytesIO(text.encode())]))


def job(number: int, status: str, *, lock: str = r"\N", abort: str = "f", worker: str = "2") -> str:
    return JOB.format(id=number, status=status, queueing_lock=lock, abort=abort, worker=worker)


def test_every_reference_from_a_kept_table_to_one_left_out_is_cleared(
    maintenance: psycopg.Connection[Any],
) -> None:
    found = {
        (table, column): is_not_null
        for table, column, target, is_not_null in maintenance.execute(REFERENCES)
        if table not in tables.LEFT_OUT and target in tables.LEFT_OUT
    }
    assert found.keys() == tables.CLEARED.keys()
    assert not any(found.values())  # NULL is allowed there


def test_references_between_tables_are_found(maintenance: psycopg.Connection[Any]) -> None:
    assert len(list(maintenance.execute(REFERENCES))) > 100


def test_every_settled_column_exists(maintenance: psycopg.Connection[Any]) -> None:
    known = {table.name: table.columns for table in tables.list_archived_tables(maintenance)}
    for name, column in (*tables.CLEARED, *tables.SETTLED_ON_LOAD):
        assert column in known[name]


def test_job_is_written_without_its_worker(maintenance: psycopg.Connection[Any]) -> None:
    maintenance.execute(
        "WITH w AS (INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id) "
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id) "
        "SELECT 'q', 't', 'succeeded', id FROM w"
    )
    text = b"".join(tables.copy_rows_of_table(maintenance, JOBS)).decode()
    assert text.splitlines()[-1].split("\t")[COLUMNS.index("worker_id")] == r"\N"


def test_job_of_an_old_archive_is_loaded_without_its_worker(
    maintenance: psycopg.Connection[Any],
) -> None:
    assert load(maintenance, JOBS, job(901, "succeeded") + job(902, "todo", worker=r"\N")) == 2
    rows = maintenance.execute("SELECT id, status, worker_id FROM procrastinate_jobs ORDER BY id")
    assert rows.fetchall() == [(901, "succeeded", None), (902, "todo", None)]


@pytest.mark.parametrize(
    ("lines", "after"),
    [
        (job(1, "doing"), {1: "todo"}),
        (job(1, "doing", lock="a"), {1: "todo"}),
        (job(1, "doing", lock="a") + job(2, "todo", lock="a"), {1: "cancelled", 2: "todo"}),
        (job(1, "doing", lock="a") + job(2, "doing", lock="a"), {1: "cancelled", 2: "todo"}),
        (job(1, "doing", lock="a") + job(2, "todo", lock="b"), {1: "todo", 2: "todo"}),
        (job(1, "doing", lock="a") + job(2, "succeeded", lock="a"), {1: "todo", 2: "succeeded"}),
        (job(1, "doing", abort="t"), {1: "aborted"}),
        (job(1, "aborting"), {1: "aborted"}),
        (job(1, "failed") + job(2, "cancelled"), {1: "failed", 2: "cancelled"}),
    ],
)
def test_job_that_a_worker_was_doing_waits_again(
    maintenance: psycopg.Connection[Any], lines: str, after: dict[int, str]
) -> None:
    load(maintenance, JOBS, lines)
    rows = maintenance.execute("SELECT id, status FROM procrastinate_jobs")
    assert dict(rows.fetchall()) == after


def test_job_events_of_the_archive_replace_those_made_on_load(
    maintenance: psycopg.Connection[Any],
) -> None:
    maintenance.execute("TRUNCATE procrastinate_jobs, procrastinate_events CASCADE")
    load(maintenance, JOBS, job(1, "todo"))
    own = maintenance.execute("SELECT id FROM procrastinate_events").fetchall()
    load(maintenance, EVENTS, f"{own[0][0]}\t1\tdeferred\t2026-11-28 12:00:00+00\n")
    assert maintenance.execute("SELECT count(*) FROM procrastinate_events").fetchone() == (1,)


def test_table_digest_depends_on_values_and_not_on_row_order(
    maintenance: psycopg.Connection[Any],
) -> None:
    load(maintenance, JOBS, job(1, "todo") + job(2, "failed"))
    before = tables.table_digest(maintenance, JOBS)
    load(maintenance, JOBS, job(2, "failed", worker="7") + job(1, "doing"))
    assert tables.table_digest(maintenance, JOBS) == before  # settled columns are not compared
    maintenance.execute("UPDATE procrastinate_jobs SET attempts = 2 WHERE id = 1")
    assert tables.table_digest(maintenance, JOBS)[0] == 2
    assert tables.table_digest(maintenance, JOBS) != before
