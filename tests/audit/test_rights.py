"""The rights of each role on the log, tested as that role; and triggers that stop even the owner."""

from uuid import uuid4

import psycopg
import pytest

from saathi.audit import database_rights
from saathi.audit.partitions import ensure_partitions
from tests.audit.logs import INSERT, Log

pytestmark = pytest.mark.slow

READS = {
    "SELECT count(*) FROM audit_entry": {"auditor", "sealer", "maintenance"},
    "SELECT count(*) FROM audit_batch": {"auditor", "sealer", "maintenance"},
}
ROLES = ("app", "worker", "matcher", "reporter", "analyst", "auditor", "sealer", "maintenance")
CHANGES = (
    "UPDATE audit_entry SET kind = 'x'",
    "DELETE FROM audit_entry",
    "TRUNCATE audit_entry",
    "UPDATE audit_batch SET count = 2",
    "DELETE FROM audit_batch",
    "TRUNCATE audit_batch",
    "UPDATE audit_entry_default SET kind = 'x'",
    "DELETE FROM audit_entry_default",
    "TRUNCATE audit_entry_default",
)
REFUSED = psycopg.errors.InsufficientPrivilege


@pytest.mark.requirement("PRI-007")
def test_no_role_changes_or_removes_audit_rows(log: Log) -> None:
    log.write_batches(1)
    for role in (*ROLES, "owner"):
        connection = log.connect(role)
        for statement in CHANGES:
            with pytest.raises(REFUSED):
                connection.execute(statement)
    assert log.verify().is_log_intact


def test_append_only_trigger_is_on_every_partition(log: Log) -> None:
    owner = log.connect("owner")
    for partition in log.partitions(owner):
        with pytest.raises(REFUSED, match="append-only"):
            owner.execute(f"TRUNCATE {partition}")


@pytest.mark.parametrize("statement", READS)
def test_only_permitted_roles_read_audit_tables(log: Log, statement: str) -> None:
    log.write_batches(1)
    for role in ROLES:
        connection = log.connect(role)
        if role in READS[statement]:
            assert connection.execute(statement).fetchone() == (1,)
        else:
            with pytest.raises(REFUSED):
                connection.execute(statement)


def test_only_permitted_roles_write_audit_entries(log: Log) -> None:
    for role in ("app", "worker", "matcher", "reporter", "analyst", "auditor"):
        log.write(1, role=role, kind="sign_in_failed")
    with pytest.raises(REFUSED):
        log.write(1, role="sealer")
    log.seal(6)


@pytest.mark.parametrize("column", ["at", "xid"])
def test_no_writer_dates_or_numbers_an_entry(log: Log, column: str) -> None:
    value = {"at": "now() - interval '1 year'", "xid": "'3'"}[column]
    for role in ("app", "worker", "matcher", "reporter", "analyst", "auditor"):
        with pytest.raises(REFUSED):
            log.connect(role).execute(
                f"INSERT INTO audit_entry (id, kind, {column}) VALUES (gen_random_uuid(), 'looked', {value})"
            )


def test_only_the_sealer_writes_batches(log: Log) -> None:
    log.write_batches(1)
    again = (
        "INSERT INTO audit_batch SELECT 2, xid_to, '900000000', tree_size, 1, entry_ids, leaf_hashes, batch_root,"
        " tree_size + 1, root, root, peaks, sealed_at, key_id, signature FROM audit_batch"
    )
    for role in ("app", "worker", "matcher", "reporter", "analyst", "auditor"):
        with pytest.raises(REFUSED):
            log.connect(role).execute(again)


def test_the_web_role_reads_under_a_given_condition(fresh_log: Log) -> None:
    mine, other = uuid4(), uuid4()
    fresh_log.write(1, file_id=mine)
    fresh_log.write(2, file_id=other)
    with fresh_log.connect("owner") as owner, owner.cursor() as cursor:
        database_rights.apply_rights(cursor, app_reads=f"file_id = '{mine}'")
    with fresh_log.connect("app") as web:
        assert web.execute("SELECT count(*) FROM audit_entry").fetchone() == (1,)
    with fresh_log.connect("owner") as owner, owner.cursor() as cursor:
        database_rights.apply_rights(cursor)
    with fresh_log.connect("app") as web, pytest.raises(REFUSED):
        web.execute("SELECT count(*) FROM audit_entry")


@pytest.mark.parametrize(
    ("kind", "purpose"), [("Looked at Rahima", ""), ("looked", "to see Rahima"), ("looked\n", "")]
)
def test_database_refuses_free_text_in_audit_entry(log: Log, kind: str, purpose: str) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        log.connect("maintenance").execute(INSERT, (uuid4(), kind, None, None, purpose))


def test_audit_entry_of_any_month_gets_a_partition(log: Log) -> None:
    with log.connect("maintenance") as maintenance:
        for year in (1999, 2026, 2199):
            maintenance.execute(
                "INSERT INTO audit_entry (id, at, kind) VALUES (gen_random_uuid(), make_timestamptz(%s, 5, 1, 0, 0, 0), 'loaded')",
                [year],
            )
    log.seal(3)
    assert log.verify().is_log_intact


def test_partitions_are_made_ahead_by_the_sealer(fresh_log: Log) -> None:
    with fresh_log.connect("owner") as owner:
        before = len(fresh_log.partitions(owner))
    with fresh_log.connect("sealer") as connection, connection.cursor() as cursor:
        assert ensure_partitions(cursor, months_ahead=5) == 2
        assert ensure_partitions(cursor, months_ahead=5) == 0
    with fresh_log.connect("owner") as owner:
        partitions = fresh_log.partitions(owner)
        assert len(partitions) == before + 2
        for partition in partitions:
            with pytest.raises(REFUSED, match="append-only"):
                owner.execute(f"DELETE FROM {partition}")
    for role in ("app", "auditor", "worker"):
        with pytest.raises(REFUSED):
            fresh_log.connect(role).execute("SELECT audit_ensure_partitions(3)")


def test_a_month_that_lies_in_the_default_partition_stays_there(fresh_log: Log) -> None:
    with fresh_log.connect("maintenance") as maintenance:
        maintenance.execute(
            "INSERT INTO audit_entry (id, at, kind) VALUES (gen_random_uuid(), now() + interval '5 months', 'loaded')"
        )
    with fresh_log.connect("sealer") as connection, connection.cursor() as cursor:
        assert ensure_partitions(cursor, months_ahead=6) == 2
    fresh_log.seal(1)
    assert fresh_log.verify().is_log_intact


def test_inserts_are_not_held_up_while_a_partition_is_made(fresh_log: Log) -> None:
    writing = fresh_log.connect("maintenance")
    writing.execute("BEGIN")
    writing.execute(INSERT, ("11111111-1111-4111-8111-111111111111", "looked", None, None, ""))
    with fresh_log.connect("sealer") as connection:
        made = connection.execute("SELECT audit_ensure_partitions(4)").fetchone()
    writing.execute("COMMIT")
    assert made == (1,)
