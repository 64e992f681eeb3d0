"""The sealer with open transactions, other sealers, kill -9 at every step, and a tampered log."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from saathi.audit import sealer_process, signing_keys
from saathi.audit.heads import HeadsFileSink, HeadsLine
from saathi.audit.sealer import REBUILT_STATE, LogSealer
from saathi.audit.sealer_marker import SealingRefused
from saathi.audit.sealer_process import SealerLock
from saathi.infra import state_files
from tests.audit.logs import INSERT, PATIENCE, Log
from tests.server import SERVER

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).resolve().parent.parent.parent


def entry() -> tuple[object, ...]:
    return (uuid4(), "looked", None, None, "")


def test_an_open_transaction_delays_no_entry_of_others_and_its_own_are_sealed_once(
    log: Log,
) -> None:
    # The slow one takes its number first and commits last.
    slow = log.connect("maintenance")
    slow.execute("BEGIN")
    slow.execute(INSERT, entry())
    log.write(3)
    one = log.sealer()
    assert one.seal_round() == 3, "entries after an open transaction are sealed at once"
    assert one.seal_round() == 0
    slow.execute(INSERT, entry())
    slow.execute("COMMIT")
    assert one.seal_round() == 2, "its own follow in the round after its commit"
    log.write(1)
    assert one.seal_round() == 1

    report = log.verify()
    assert report.is_log_intact, list(report.lines())
    assert (report.entries, report.waiting) == (6, 0)


def test_rolled_back_entries_are_never_sealed(log: Log) -> None:
    slow = log.connect("maintenance")
    slow.execute("BEGIN")
    slow.execute(INSERT, entry())
    log.write(2)
    slow.execute("ROLLBACK")
    log.seal(2)
    assert log.verify().entries == 2


def test_entries_of_a_savepoint_count_with_their_transaction(log: Log) -> None:
    with log.connect("maintenance") as web, web.transaction():
        web.execute(INSERT, entry())
        with web.transaction():
            web.execute(INSERT, entry())
    log.seal(2)
    with log.connect("auditor") as auditor:
        numbers = auditor.execute("SELECT count(DISTINCT xid::text) FROM audit_entry").fetchone()
    assert numbers == (1,)


def test_many_writers_and_a_sealer_at_work_seal_each_entry_once(log: Log) -> None:
    writers, each, stop = 4, 60, threading.Event()

    def write() -> None:
        with log.connect("maintenance") as web:
            for turn in range(each):
                with web.transaction():
                    web.execute(INSERT, entry())
                    time.sleep(0.002 * (turn % 3))

    connect = partial(psycopg.connect, SERVER.url("saathi_sealer", log.database))
    run = partial(sealer_process.run_forever, stop, connect=connect, home=log.home, interval=0.01)
    sealer = threading.Thread(target=run)
    sealer.start()
    threads = [threading.Thread(target=write) for _ in range(writers)]
    for thread in threads:
        thread.start()
    # Verified while it grows: nothing that is only under way may look like tampering.
    for _ in range(5):
        report = log.verify()
        assert report.is_log_intact, list(report.lines())
    for thread in threads:
        thread.join()
    wait_until(lambda: log.verify().entries == writers * each)
    stop.set()
    sealer.join()
    report = log.verify()
    assert report.is_log_intact, list(report.lines())
    assert report.batches > 1


def test_a_backlog_is_sealed_in_batches_of_bounded_size(log: Log) -> None:
    with log.connect("maintenance") as web:
        for size in (2, 3, 7, 1, 1, 1):
            with web.transaction():
                for _ in range(size):
                    web.execute(INSERT, entry())
    log.seal(15, most=4)
    with log.connect("auditor") as auditor:
        counts = auditor.execute("SELECT count FROM audit_batch ORDER BY number").fetchall()
    assert [count for (count,) in counts] == [4, 4, 4, 3]
    assert log.verify().is_log_intact


def test_sealer_makes_no_batch_without_new_entries(log: Log) -> None:
    log.write_batches(1)
    assert log.sealer().seal_round() == 0
    assert len(log.head_lines()) == 1


def test_of_two_sealers_one_waits(log: Log) -> None:
    first, second = SealerLock(log.home), SealerLock(log.home)
    assert first.try_acquire()
    assert not second.try_acquire()
    first.release()
    assert second.try_acquire()
    second.release()


class KilledBeforeExport(HeadsFileSink):
    """A sink at which the process dies before the head is written."""

    def append_line(self, _: HeadsLine) -> None:
        raise KeyboardInterrupt


def test_a_head_that_was_not_exported_is_exported_at_the_next_start(log: Log) -> None:
    log.write(2)
    killed = LogSealer(log.connect("sealer"), log.key, KilledBeforeExport(log.heads))
    with pytest.raises(KeyboardInterrupt):
        wait_until(lambda: killed.seal_round() > 0)
    assert not log.heads.exists()
    assert log.verify().is_log_intact, "one head may be on its way"

    log.sealer().export_heads()

    assert len(log.head_lines()) == 1
    assert log.verify().notes == []


def test_heads_removed_while_sealer_runs_are_rewritten_and_reported(
    log: Log, caplog: pytest.LogCaptureFixture
) -> None:
    log.write_batches(1, 1)
    sealer = log.sealer()
    sealer.seal_round()
    log.heads.unlink()
    sealer.seal_round()
    assert len(log.head_lines()) == 2
    assert "The heads file lacked 2 heads that the database has" in caplog.text
    state = state_files.read_state(log.home, REBUILT_STATE)
    assert state is not None
    assert state.values["count"] == 2


def test_partial_heads_line_after_kill_is_ignored(log: Log) -> None:
    log.write_batches(1, 1)
    log.heads.write_bytes(log.heads.read_bytes()[:-40])
    log.write_batches(1)
    report = log.verify()
    assert report.is_log_intact, list(report.lines())
    assert report.entries == 3
    assert [line[:11] for line in log.head_lines()] == [
        '{"number":1', '{"number":2', '{"number":2', '{"number":3'
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_kill_9_at_any_moment_loses_and_doubles_nothing(log: Log, seed: int) -> None:
    program = textwrap.dedent(f"""
        import psycopg, sys, threading
        from pathlib import Path
        import django
        from django.conf import settings
        settings.configure(USE_TZ=True)
        from saathi.audit.sealer_process import run_forever
        print("ready", flush=True)
        run_forever(threading.Event(), home=Path({str(log.home)!r}), interval=0,
          connect=lambda: psycopg.connect({SERVER.url("saathi_sealer", log.database)!r}))
    """)
    written = 0
    for kill in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", program], cwd=REPOSITORY, stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        deadline = time.monotonic() + 0.15 + 0.07 * kill + 0.023 * seed
        with log.connect("maintenance") as web:
            while time.monotonic() < deadline:
                web.execute(INSERT, entry())
                written += 1
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        report = log.verify()
        assert report.is_log_intact, list(report.lines())
    assert log.verify().entries > 0, "the sealer was killed at work"
    result = log.sealer()
    wait_until(lambda: result.seal_round() == 0 and log.verify().entries == written)
    assert log.verify().is_log_intact


def test_sealer_refuses_truncated_log(log: Log) -> None:
    log.write_batches(1, 1)
    with log.as_owner() as owner:
        owner.execute("DELETE FROM audit_batch WHERE number = 2")
    log.write(1)
    with pytest.raises(SealingRefused, match="ends at batch 1, but batch 2"):
        log.sealer().seal_round()


@pytest.mark.parametrize("column", ["root", "peaks", "signature"])
def test_sealer_refuses_changed_last_batch(log: Log, column: str) -> None:
    log.write_batches(1, 1)
    with log.as_owner() as owner:
        owner.execute(f"UPDATE audit_batch SET {column} = sha256({column}) WHERE number = 2")
    log.write(1)
    with pytest.raises(SealingRefused, match="saathi audit verify"):
        log.sealer().seal_round()


def test_a_forged_batch_is_not_exported(log: Log) -> None:
    log.write_batches(1)
    with log.as_owner() as owner:
        owner.execute("""
            INSERT INTO audit_batch SELECT 2, xid_to, '9000000000', tree_size, 1, entry_ids, leaf_hashes,
              batch_root, tree_size + 1, root, root, peaks, sealed_at, key_id, signature FROM audit_batch
        """)
    with pytest.raises(SealingRefused, match="not signed with this key"):
        log.sealer().seal_round()
    assert len(log.head_lines()) == 1


def test_tampered_log_is_reported_in_process_log(
    log: Log, caplog: pytest.LogCaptureFixture
) -> None:
    log.write_batches(1, 1)
    with log.as_owner() as owner:
        owner.execute("DELETE FROM audit_batch WHERE number = 2")
    stop = threading.Event()
    connect = partial(psycopg.connect, SERVER.url("saathi_sealer", log.database))
    run = partial(sealer_process.run_forever, stop, connect=connect, home=log.home, interval=0.01)
    thread = threading.Thread(target=run)
    thread.start()
    wait_until(lambda: "not being sealed" in caplog.text)
    stop.set()
    thread.join(5)
    assert not thread.is_alive()


def test_sealer_survives_database_outage(log: Log) -> None:
    stop, attempts = threading.Event(), []

    def connect() -> psycopg.Connection[tuple[object, ...]]:
        attempts.append(1)
        if len(attempts) == 1:
            raise psycopg.OperationalError
        return psycopg.connect(SERVER.url("saathi_sealer", log.database))

    run = partial(sealer_process.run_forever, stop, connect=connect, home=log.home, interval=0.01)
    thread = threading.Thread(target=run)
    thread.start()
    log.write(2)
    wait_until(lambda: log.verify().entries == 2)
    stop.set()
    thread.join(5)
    assert len(attempts) == 2


def test_the_signing_key_is_readable_by_its_owner_alone(log: Log) -> None:
    assert signing_keys.signing_key_path(log.home).stat().st_mode & 0o777 == 0o600
    again = signing_keys.create_signing_key(log.home)
    assert again.private_bytes_raw() == log.key.private_bytes_raw()


def test_lost_signing_key_is_reported_and_not_replaced(log: Log) -> None:
    signing_keys.signing_key_path(log.home).unlink()
    with pytest.raises(signing_keys.KeyMissing, match="key backup"):
        signing_keys.load_signing_key(log.home)
    with pytest.raises(signing_keys.KeyMissing, match="key backup"):
        signing_keys.create_signing_key(log.home)


def wait_until(condition: Callable[[], bool]) -> None:
    start = time.monotonic()
    while not condition():
        assert time.monotonic() - start < PATIENCE
        time.sleep(0.02)
