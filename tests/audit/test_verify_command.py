"""What `saathi audit verify` says: sound or not, and how long the oldest entry waits to be sealed."""

import datetime as dt
import re
from uuid import uuid4

import pytest

from saathi.audit import verify
from saathi.audit.verification_report import VerificationReport
from tests.audit.logs import INSERT, Log, this_month

pytestmark = pytest.mark.slow


def test_verify_command_reports_in_plain_words(log: Log) -> None:
    (ids,) = log.write_batches(2)
    said: list[str] = []
    with log.connect("auditor") as connection:
        assert verify.run_verify(connection, log.home, said.append) == 0
    assert "sound: 2 entries in 1 batches" in said[0]

    with log.as_owner() as owner:
        owner.execute("DELETE FROM audit_entry WHERE id = %s", [ids[0]])
    said.clear()
    with log.connect("auditor") as connection:
        assert verify.run_verify(connection, log.home, said.append) == 1
    assert said[0] == f"- Entry {ids[0]} of {this_month()} (batch 1) was removed."
    assert "TAMPERED" in said[1]

    said.clear()
    with log.connect("auditor") as connection:
        assert verify.run_verify(connection, log.home / "nowhere", said.append) == 2
    assert "could not be verified" in said[0]


def test_the_command_says_how_long_the_oldest_entry_waits_to_be_sealed(log: Log) -> None:
    log.write_batches(1)
    log.write(2)
    said: list[str] = []
    with log.connect("auditor") as connection:
        assert verify.run_verify(connection, log.home, said.append) == 0
    assert re.search(r"^2 entries wait to be sealed, the oldest for \d+ seconds\.$", said[2])

    with log.as_owner() as owner:
        owner.execute("UPDATE audit_entry SET at = at - interval '90 s'")
    said.clear()
    with log.connect("auditor") as connection:
        verify.run_verify(connection, log.home, said.append)
    assert any("the oldest for 9" in line for line in said)
    assert any(line.startswith("SEALING IS LATE") for line in said)


def test_unsealed_entry_older_than_promised_gives_an_exit_code_of_its_own(log: Log) -> None:
    log.write(1)
    with log.as_owner() as owner:
        owner.execute("UPDATE audit_entry SET at = at - interval '70 s'")
    said: list[str] = []
    with log.connect("auditor") as connection:
        assert verify.run_verify(connection, log.home, said.append) == verify.SEALED_TOO_LATE
    assert said[0].startswith("The audit log is sound: 0 entries")
    log.seal(1)
    with log.connect("auditor") as connection:
        assert verify.run_verify(connection, log.home, said.append) == 0


@pytest.mark.parametrize(("seconds", "in_time"), [(0, True), (60, True), (60.001, False)])
def test_entry_is_promised_to_be_sealed_within_a_minute(seconds: float, *, in_time: bool) -> None:
    now = dt.datetime(2026, 11, 28, tzinfo=dt.UTC)
    report = VerificationReport(verified_at=now)
    report.add_waiting(now)
    report.add_waiting(now - dt.timedelta(seconds=seconds))
    assert report.waiting == 2
    assert report.is_sealed_in_time is in_time


def test_entry_of_a_transaction_that_was_long_open_waits_from_the_last_batch_on(log: Log) -> None:
    """It is old, but could not be sealed before its commit."""
    with log.connect("maintenance") as opened:
        opened.autocommit = False
        opened.execute(INSERT, (uuid4(), "looked", None, None, "own_case"))
        log.write_batches(1)
        opened.commit()
        with log.as_owner() as owner:
            owner.execute(
                "UPDATE audit_entry SET at = at - interval '1 hour' WHERE xid = (SELECT min(xid) "
                "FROM audit_entry)"
            )
        report = log.verify()
    assert report.waiting == 1
    assert report.oldest_waiting_seconds < 60
