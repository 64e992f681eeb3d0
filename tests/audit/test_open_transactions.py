"""Finding F6: no action of a database role delays the sealing of committed entries."""

import json
import threading
import time
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from uuid import uuid4

import psycopg
import pytest

from saathi.audit import sealer_process, sealer_watch
from saathi.audit.heads import HeadsFileSink
from saathi.audit.sealer_marker import SealingRefused
from saathi.audit.verification_report import LogFault
from tests.audit.logs import INSERT, PATIENCE, Log
from tests.audit.test_sealer import entry, wait_until
from tests.server import SERVER

pytestmark = pytest.mark.slow

ROLES = ("app", "worker", "analyst", "matcher", "reporter", "auditor", "maintenance", "owner")


def hold_open(log: Log, role: str) -> psycopg.Connection[object]:
    """A transaction with a number, its limits lifted, as the attacker of F6 had it."""
    held = log.connect(role)
    held.execute("SET idle_in_transaction_session_timeout = 0")
    held.execute("SET statement_timeout = 0")
    held.execute("BEGIN")
    held.execute("SELECT pg_current_xact_id()")
    return held


@pytest.mark.parametrize("role", ROLES)
def test_an_open_transaction_of_no_role_delays_sealing(log: Log, role: str) -> None:
    holder = hold_open(log, role)
    (first, *_) = log.write(15)
    assert log.sealer().seal_round() == 15
    with log.as_owner() as owner:  # what F6 then did
        owner.execute("DELETE FROM audit_entry WHERE id = %s", [first])
    holder.execute("ROLLBACK")
    assert [(f.fault, f.entry) for f in log.verify().findings] == [
        (LogFault.ENTRY_REMOVED, str(first))
    ]


def test_fifty_open_transactions_do_not_delay_sealing_and_are_listed(log: Log) -> None:
    holder = [hold_open(log, "maintenance") for _ in range(50)]
    for result in holder:
        result.execute(INSERT, entry())
    log.write(2)
    sealer = log.sealer()
    head = sealer.seal_batch()
    assert head is not None
    assert head.count == 2
    assert head.pending is not None
    assert len(head.pending) >= 50
    for row in holder[::2]:
        row.execute("COMMIT")
    for item in holder[1::2]:
        item.execute("ROLLBACK")
    assert sealer.seal_round() == 25
    report = log.verify()
    assert report.is_log_intact, list(report.lines())
    assert (report.entries, report.waiting) == (27, 0)


def test_late_entries_that_are_changed_removed_or_inserted_are_named(log: Log) -> None:
    slow = hold_open(log, "maintenance")
    ids = [entry() for _ in range(3)]
    for values in ids:
        slow.execute(INSERT, values)
    (other,) = log.write(1)
    log.seal(1)
    slow.execute("COMMIT")
    log.seal(3)
    log.write_batches(1)
    changed, removed, _ = (str(values[0]) for values in ids)
    with log.as_owner() as owner:
        owner.execute("UPDATE audit_entry SET kind = 'wrote' WHERE id = %s", [changed])
        owner.execute("DELETE FROM audit_entry WHERE id = %s", [removed])
        owner.execute(
            "INSERT INTO audit_entry (id, kind, xid) SELECT gen_random_uuid(), 'looked', xid "
            "FROM audit_entry WHERE id = %s",
            [changed],
        )
    faults = {(f.fault, f.batch) for f in log.verify().findings}
    assert faults == {
        (LogFault.ENTRY_CHANGED, 2),
        (LogFault.ENTRY_REMOVED, 2),
        (LogFault.ENTRY_INSERTED, 2),
    }
    assert other


def test_a_transaction_larger_than_a_batch_is_sealed_in_parts(log: Log) -> None:
    """Else one of millions of entries would exhaust the sealer's memory and end all sealing."""
    same = uuid4()
    with log.connect("maintenance") as web, web.transaction():
        for number in range(11):
            # One id many times: the web role may do that, and parts must still meet.
            values = (same, *entry()[1:]) if number % 2 else entry()
            web.execute(INSERT, values)
    log.write(2)
    log.seal(13, most=3)
    with log.connect("auditor") as auditor:
        rows = auditor.execute("SELECT count, part <> '' FROM audit_batch ORDER BY number")
        assert rows.fetchall() == [(3, True), (3, True), (3, True), (3, False), (1, False)]
    report = log.verify()
    assert report.is_log_intact, list(report.lines())
    assert (report.entries, report.waiting) == (13, 0)
    with log.as_owner() as owner:
        owner.execute("UPDATE audit_batch SET part = '' WHERE number = 2")
    assert log.faults() == [LogFault.BATCH_CHANGED]


def test_an_entry_below_the_line_of_a_transaction_not_listed_is_named(log: Log) -> None:
    log.write_batches(1)
    log.write_batches(1)
    with log.as_owner() as owner:
        row = owner.execute("SELECT max(xid_to)::text::bigint - 1 FROM audit_batch").fetchone()
        assert row is not None
        taken = owner.execute(
            "SELECT 1 FROM audit_entry WHERE xid = %s::text::xid8", [row[0]]
        ).fetchone()
        owner.execute(
            "INSERT INTO audit_entry (id, kind, xid) VALUES (gen_random_uuid(), 'looked', %s::text::xid8)",
            [row[0]],
        )
    assert log.sealer().seal_round() == 0, "it is not sealed either"
    assert log.faults() == [LogFault.ENTRY_INSERTED], taken


def test_an_entry_that_names_an_open_transaction_is_neither_sealed_nor_sound(log: Log) -> None:
    holder = hold_open(log, "maintenance")
    row = holder.execute("SELECT pg_current_xact_id()::text").fetchone()
    assert row is not None
    with log.as_owner() as owner:
        owner.execute(
            "INSERT INTO audit_entry (id, kind, xid) VALUES (gen_random_uuid(), 'looked', %s::text::xid8)",
            row,
        )
    assert log.sealer().seal_round() == 0
    assert log.faults() == [LogFault.ENTRY_INSERTED]


def test_a_transaction_that_stays_open_is_listed_though_nothing_else_is_written(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.write_batches(1)
    holder = hold_open(log, "maintenance")
    holder.execute(INSERT, entry())
    monkeypatch.setattr("saathi.audit.sealer.LISTED_AFTER_SECONDS", 0.2)
    sealer, begun = log.sealer(), time.monotonic()
    wait_until(lambda: (sealer.seal_round(), len(log.head_lines()))[1] == 2)
    assert time.monotonic() - begun > 0.2, "not before the limit"
    head = HeadsFileSink(log.heads).last_head()
    assert head is not None
    assert (head.count, len(head.pending or ()) >= 1) == (0, True)
    for _ in range(3):
        time.sleep(0.2)
        sealer.seal_round()
    # A snapshot names the open transactions of every database of the server, so that a test beside
    # this one may cause a list; the transaction that was listed does not cause another one.
    lists = [set(json.loads(line)["pending"]) for line in log.head_lines()[1:]]
    assert all(later - earlier for earlier, later in pairwise(lists)), "once"
    holder.execute("COMMIT")
    assert sealer.seal_round() == 1
    report = log.verify()
    assert report.is_log_intact, list(report.lines())
    assert (report.entries, report.batches) == (2, len(log.head_lines()))


def test_late_entries_of_a_large_backlog_come_in_batches_of_bounded_size(log: Log) -> None:
    holder = [hold_open(log, "maintenance") for _ in range(4)]
    for size, row in zip((3, 5, 2, 1), holder, strict=True):
        for _ in range(size):
            row.execute(INSERT, entry())
    log.write(1)
    log.seal(1)
    for item in holder:
        item.execute("COMMIT")
    log.write(6)
    log.seal(17, most=4)
    with log.connect("auditor") as auditor:
        rows = auditor.execute("SELECT count FROM audit_batch ORDER BY number").fetchall()
    assert [count for (count,) in rows] == [1, 4, 4, 4, 4, 1]
    report = log.verify()
    assert report.is_log_intact, list(report.lines())
    assert report.entries == 18


@pytest.fixture
def sealing_process(log: Log, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """The sealer as it runs, its watch a little quicker than in life."""
    monkeypatch.setattr(sealer_watch, "CHECK_SECONDS", 0.2)
    monkeypatch.setattr(sealer_watch, "BLOCKED_SECONDS", 1)
    stop = threading.Event()
    connect = partial(psycopg.connect, SERVER.url("saathi_sealer", log.database))
    run = partial(sealer_process.run_forever, stop, connect=connect, home=log.home, interval=0.02)
    thread = threading.Thread(target=run)
    thread.start()
    yield stop
    stop.set()
    thread.join(PATIENCE)


@pytest.mark.usefixtures("sealing_process")
@pytest.mark.parametrize("table", ["audit_batch", "audit_entry"])
def test_a_lock_of_the_owner_on_the_log_is_ended(
    log: Log, table: str, caplog: pytest.LogCaptureFixture
) -> None:
    log.write(1)
    wait_until(lambda: log.verify().entries == 1)
    locker = log.connect("owner")
    locker.execute("SET lock_timeout = 0")
    locker.execute("BEGIN")
    locker.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
    writing = threading.Thread(target=log.write)  # waits too, where entries are locked
    writing.start()
    wait_until(lambda: locker.closed or "It was ended." in caplog.text)
    writing.join(PATIENCE)
    wait_until(lambda: log.verify().entries == 2)
    assert "of the role saathi_owner kept the sealer" in caplog.text


def test_an_owner_who_takes_the_sealers_rights_away_leaves_an_interruption(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The owner of the tables can do this. It is visible as age at once, and permanently in the heads."""
    monkeypatch.setattr("saathi.audit.continuity.OUTAGE_SECONDS", 1)
    log.write_batches(1)
    owner = log.connect("owner")
    owner.execute("REVOKE SELECT ON audit_entry FROM saathi_sealer")
    try:
        (removed, _) = log.write(2)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            log.sealer().seal_round()
        time.sleep(1.2)
        age = log.connect("app").execute("SELECT audit_oldest_unsealed_seconds()").fetchone()
        assert age is not None
        assert age[0] > 1
        with log.as_owner() as attacker:
            attacker.execute("DELETE FROM audit_entry WHERE id = %s", [removed])
    finally:
        owner.execute("GRANT SELECT ON audit_entry TO saathi_sealer")
    log.seal(1)
    report = log.verify()
    assert report.is_log_intact, "what was never sealed cannot be missed"
    assert "Sealing was interrupted once" in report.notes[0]


def test_no_database_role_takes_the_lock_of_the_sealer(log: Log) -> None:
    taker = log.connect("maintenance")
    taker.execute("SELECT pg_advisory_lock(%s)", [0x5EA1_0A0D])  # the lock of earlier versions
    taker.execute("SELECT pg_advisory_lock_shared(%s)", [0x5EA1_0A0D])
    stop = threading.Event()
    connect = partial(psycopg.connect, SERVER.url("saathi_sealer", log.database))
    run = partial(sealer_process.run_forever, stop, connect=connect, home=log.home, interval=0.02)
    thread = threading.Thread(target=run)
    thread.start()
    log.write(1)
    try:
        wait_until(lambda: log.verify().entries == 1)
    finally:
        stop.set()
        thread.join(PATIENCE)


def test_the_sealer_sees_who_keeps_a_transaction_open_and_no_statement(
    log: Log, caplog: pytest.LogCaptureFixture
) -> None:
    holder = hold_open(log, "analyst")
    pid = holder.info.backend_pid
    time.sleep(1.1)
    with log.connect("sealer") as connection:
        (found,) = [
            transaction
            for transaction in sealer_watch.list_old_transactions(connection, older_than=1)
            if transaction.pid == pid
        ]
        assert (found.role, found.seconds >= 1) == ("saathi_analyst", True)
        looking = sealer_watch.SealerWatch(lambda: connection)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sealer_watch, "OLD_TRANSACTION_SECONDS", 1)
            patch.setattr(sealer_watch.list_old_transactions, "__defaults__", (1,))
            looking.end_blocking_sessions(connection)
            looking.end_blocking_sessions(connection)
    lines = [line for line in caplog.messages if str(pid) in line]
    assert len(lines) == 1, "it is named once in ten minutes"
    assert "role saathi_analyst" in lines[0]
    assert "pg_current_xact_id" not in caplog.text


def test_a_session_of_the_web_that_waits_with_locks_beyond_its_limit_is_ended(
    log: Log, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = hold_open(log, "worker")
    holder = hold_open(log, "app")
    holder.execute("LOCK TABLE agencies_draft IN ACCESS EXCLUSIVE MODE")
    pid = holder.info.backend_pid
    monkeypatch.setattr(sealer_watch, "WEB_WAITS_SECONDS", 1)
    time.sleep(1.1)
    with log.connect("sealer") as connection:
        sealer_watch.SealerWatch(lambda: connection).end_blocking_sessions(connection)
    with pytest.raises(psycopg.OperationalError):
        holder.execute("SELECT 1")
    others.execute("SELECT 1")
    assert f"Process {pid} of the role saathi_app waited within a transaction" in caplog.text


def test_the_web_role_ends_no_session_of_the_sealer(log: Log) -> None:
    sealer = log.connect("sealer")
    for role in ROLES:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            log.connect(role).execute("SELECT pg_terminate_backend(%s)", [sealer.info.backend_pid])


def test_numbers_below_the_line_are_refused(log: Log) -> None:
    log.write_batches(1)
    with log.as_owner() as owner:
        owner.execute("UPDATE audit_batch SET xid_to = '9000000000000'")
    with pytest.raises(SealingRefused):
        log.sealer().seal_round()
