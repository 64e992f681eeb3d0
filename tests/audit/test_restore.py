"""A restore from a backup: the log continues, and permanently states what the backup lacked."""

from pathlib import Path

import pytest

from saathi.audit import after_restore, signing_keys, verify
from saathi.audit.sealer_marker import SealingRefused
from saathi.audit.verification_report import LogFault
from tests.audit.logs import Log

pytestmark = pytest.mark.slow


def go_back(log: Log, to_batch: int) -> None:
    """As a backup taken after that batch would leave the database."""
    with log.as_owner() as owner:
        owner.execute(
            "DELETE FROM audit_entry WHERE id IN (SELECT unnest(entry_ids) FROM audit_batch WHERE number > %s)",
            [to_batch],
        )
        owner.execute("DELETE FROM audit_batch WHERE number > %s", [to_batch])


@pytest.mark.parametrize("to_batch", [1, 0])
def test_declared_restore_is_reported_and_log_continues(log: Log, to_batch: int) -> None:
    log.write_batches(2, 3, 4)
    go_back(log, to_batch)
    assert log.faults() == [LogFault.LOG_TRUNCATED]

    with log.connect("auditor") as connection:
        statement = after_restore.declare_restoration(connection, log.heads, log.key)

    assert statement is not None
    assert statement.entries_lost == {1: 7, 0: 9}[to_batch]
    log.write_batches(1, 2)
    report = log.verify()
    assert report.is_log_intact, list(report.lines())
    assert report.entries == {1: 2, 0: 0}[to_batch] + 3
    assert f"{statement.entries_lost} entries were given up" in report.notes[0]


def test_two_consecutive_restores_are_declared(log: Log) -> None:
    for back in (2, 1):
        log.write_batches(*[1] * (4 - len(batches(log))))
        go_back(log, back)
        with log.connect("auditor") as connection:
            after_restore.declare_restoration(connection, log.heads, log.key)
    log.write_batches(1)
    report = log.verify()
    assert report.is_log_intact, list(report.lines())
    assert len(report.notes) == 2


def test_restore_without_lost_batches_declares_nothing(log: Log) -> None:
    log.write_batches(1)
    with log.connect("auditor") as connection:
        assert after_restore.declare_restoration(connection, log.heads, log.key) is None
    assert len(log.head_lines()) == 1


def test_a_declaration_by_another_key_is_named(log: Log) -> None:
    log.write_batches(1, 1)
    go_back(log, 1)
    other = signing_keys.create_signing_key(log.home / "other")
    with log.connect("auditor") as connection:
        after_restore.declare_restoration(connection, log.heads, other)
    assert set(log.faults()) == {LogFault.HEAD_CHANGED, LogFault.LOG_TRUNCATED}


def test_restore_of_another_log_is_refused(log: Log) -> None:
    log.write_batches(1, 1)
    go_back(log, 1)
    with log.as_owner() as owner:
        owner.execute("UPDATE audit_batch SET sealed_at = sealed_at - interval '1 s'")
    with log.connect("auditor") as connection, pytest.raises(SealingRefused, match="another log"):
        after_restore.declare_restoration(connection, log.heads, log.key)


def test_restore_raises_transaction_numbers_on_new_server(fresh_log: Log) -> None:
    # What came from the other server carries numbers that this one will not reach for years.
    with fresh_log.connect("maintenance") as maintenance:
        for number in (7_000_000_000, 7_000_000_005):
            maintenance.execute(
                "INSERT INTO audit_entry (id, kind, xid) VALUES (gen_random_uuid(), 'loaded', %s::text::xid8)",
                [number],
            )
    assert fresh_log.faults() == [LogFault.ENTRY_INSERTED, LogFault.ENTRY_INSERTED]

    raised = after_restore.raise_transaction_numbers(
        fresh_log.connect("owner"), fresh_log.connect("maintenance")
    )

    assert raised > 6_000_000_000
    fresh_log.seal(2)
    fresh_log.write_batches(2)
    assert fresh_log.verify().is_log_intact
    # Batches are sealed beside transactions that other databases of this server keep open; a second
    # restore steps over these, and no further.
    again = after_restore.raise_transaction_numbers(
        fresh_log.connect("owner"), fresh_log.connect("maintenance")
    )
    assert 0 <= again < 1_000_000


def test_sealer_refuses_lower_transaction_numbers(fresh_log: Log) -> None:
    fresh_log.write_batches(1)
    with fresh_log.connect("owner") as owner:
        owner.execute(
            "CREATE OR REPLACE FUNCTION audit_xid_offset() RETURNS bigint LANGUAGE sql IMMUTABLE RETURN -100::bigint"
        )
    with pytest.raises(SealingRefused, match="counts its transactions from lower down"):
        fresh_log.sealer().seal_round()


def batches(log: Log) -> list[int]:
    with log.connect("auditor") as connection:
        return [number for (number,) in connection.execute("SELECT number FROM audit_batch")]


def verified(log: Log, copy: Path, home: Path | None = None) -> tuple[int, str]:
    """The exit code and the words of `saathi audit verify --heads COPY`."""
    said: list[str] = []
    with log.connect("auditor") as connection:
        keys_of = signing_keys.verify_keys_folder(home) if home else None
        code = verify.run_verify(connection, log.home, said.append, keys_of, copy)
    return code, "\n".join(said)


def test_heads_copy_from_before_restore_is_reported_as_older(log: Log, tmp_path: Path) -> None:
    signing_keys.export_public_key(log.home, log.key.public_key())
    log.write_batches(1, 2, 3)
    copy = tmp_path / "heads.jsonl"
    copy.write_bytes(log.heads.read_bytes())
    go_back(log, 1)
    code, said = verified(log, copy)
    assert code == 1  # nothing was declared
    with log.connect("auditor") as connection:
        after_restore.declare_restoration(connection, log.heads, log.key)
    log.write_batches(1)

    code, said = verified(log, copy)
    assert (code, "TAMPERED" in said) == (0, False), said
    assert "The copy of the heads is older than the restore or recovery declared at" in said
    assert "Up to batch 1 it agrees with the log" in said

    # What was removed since is found as before.
    go_back(log, 1)
    assert verified(log, copy)[0] == 1


def test_restore_without_later_heads_is_reported_beside_differing_copy(
    log: Log, tmp_path: Path
) -> None:
    signing_keys.export_public_key(log.home, log.key.public_key())
    log.write_batches(1, 1)
    copy = tmp_path / "heads.jsonl"
    copy.write_bytes(log.heads.read_bytes())
    go_back(log, 0)
    log.heads.unlink()
    with log.connect("auditor") as connection:
        after_restore.declare_restoration(connection, log.heads, log.key)
    code, said = verified(log, copy)
    assert code == 1
    assert "A restore was declared there at" in said


def test_verify_keys_of_another_log_are_reported(log: Log, tmp_path: Path) -> None:
    signing_keys.export_public_key(log.home, log.key.public_key())
    log.write_batches(1)
    other = tmp_path / "other"
    other_key = signing_keys.create_signing_key(other)
    copy = tmp_path / "heads.jsonl"
    copy.write_bytes(log.heads.read_bytes())
    code, said = verified(log, copy, other)
    assert code == 2
    assert "The public keys are of another log" in said
    assert signing_keys.short_key_id(other_key.public_key()) in said
