"""The age of the oldest unsealed entry: who may ask for it, and the answer."""

import time
from uuid import uuid4

import pytest

from saathi.infra import roles
from tests.audit.logs import INSERT, Log

pytestmark = pytest.mark.slow

AGE = "SELECT audit_oldest_unsealed_seconds()"


def age(log: Log, role: str = "app") -> float:
    row = log.connect(role).execute(AGE).fetchone()
    assert row is not None
    return float(row[0])


def age_entries(log: Log, seconds: int) -> None:
    with log.as_owner() as owner:
        owner.execute("UPDATE audit_entry SET at = at - make_interval(secs => %s)", [seconds])


def test_every_role_may_ask_for_the_age_of_the_oldest_unsealed_entry(log: Log) -> None:
    for role in roles.login_roles():
        assert age(log, role.removeprefix("saathi_")) == 0


def test_unsealed_age_is_that_of_the_oldest_entry_and_ends_with_its_sealing(log: Log) -> None:
    log.write(1)
    age_entries(log, 500)
    log.write(1)
    assert 500 <= age(log) < 530
    log.seal(2)
    assert age(log) == 0
    log.write(1)
    assert 0 < age(log) < 30


def test_entries_of_an_open_transaction_count_from_the_last_batch_on(log: Log) -> None:
    slow = log.connect("maintenance")
    slow.execute("BEGIN")
    slow.execute(INSERT, (uuid4(), "looked", None, None, ""))
    log.write_batches(1)
    assert age(log) == 0, "what is not committed cannot be sealed"
    slow.execute("COMMIT")
    age_entries(log, 5_000)  # as if it had been open that long
    assert 0 < age(log) < 30
    with log.as_owner() as owner:
        owner.execute("UPDATE audit_batch SET sealed_at = sealed_at - interval '70 s'")
    assert 70 <= age(log) < 100


def test_unsealed_age_is_read_by_the_index_however_large_the_log(fresh_log: Log) -> None:
    with fresh_log.connect("maintenance") as maintenance:
        maintenance.execute(
            "INSERT INTO audit_entry (id, kind, xid) SELECT gen_random_uuid(), 'looked', "
            "((n / 20 + 3)::text)::xid8 FROM generate_series(1, 50000) n"
        )
        maintenance.execute(
            "INSERT INTO audit_batch (number, xid_from, xid_to, pending, first_leaf, count, tree_size,"
            " batch_root, root, previous_root, sealed_at, key_id, signature, entry_ids, leaf_hashes,"
            " peaks) VALUES (1, '0', '2400', '{40, 41, 42}', 0, 1, 1, '', '', '', now(), '', '', '{}',"
            " '', '')"
        )
    with fresh_log.as_owner() as owner:
        owner.execute("ANALYZE audit_entry")
    asked = fresh_log.connect("app")
    asked.execute("SELECT audit_oldest_unsealed_seconds()")  # plans are made
    begun = time.perf_counter()
    for _ in range(10):
        asked.execute("SELECT audit_oldest_unsealed_seconds()")
    assert (time.perf_counter() - begun) / 10 < 0.1
