"""A database owner with disabled triggers changes the sealed log; verifying names each change."""

import json
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from saathi.audit import signing_keys, verify
from saathi.audit.verification_report import LogFault, LogFinding
from saathi.infra import clock
from tests.audit.logs import Log, this_month

pytestmark = pytest.mark.slow


def only(log: Log) -> LogFinding:
    findings = log.verify().findings
    assert len(findings) == 1, [finding.text for finding in findings]
    return findings[0]


@pytest.mark.requirement("PRI-007")
def test_unchanged_log_verifies_as_sound(log: Log) -> None:
    log.write_batches(3, 5, 1)
    waiting = log.write(2)
    report = log.verify()
    assert report.is_log_intact, list(report.lines())
    assert (report.entries, report.batches) == (9, 3)
    assert report.waiting == len(waiting)


def test_an_empty_log_is_sound(log: Log) -> None:
    assert log.verify().is_log_intact


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'wrote'",
        '"by" = NULL',
        '"by" = gen_random_uuid()',
        "agency = gen_random_uuid()",
        "file_id = gen_random_uuid()",
        "objects = ARRAY[gen_random_uuid()]",
        "objects = ARRAY[NULL]::uuid[]",
        "purpose = ''",
        "request = gen_random_uuid()",
        "detail = '{}'",
        "detail = '{\"count\": 1}'",
        "at = at + interval '1 microsecond'",
        "at = at + interval '1 month'",
        "at = 'infinity'",
        "at = '-infinity'",
        "at = '0044-03-15 BC'",
        "at = '200000-01-01'",
    ],
)
def test_a_changed_entry_is_named(log: Log, change: str) -> None:
    _, (_, second, _), _ = log.write_batches(1, 3, 1)
    with log.as_owner() as owner:
        owner.execute(f"UPDATE audit_entry SET {change} WHERE id = %s", [second])

    finding = only(log)

    assert (finding.fault, finding.entry, finding.batch) == (LogFault.ENTRY_CHANGED, str(second), 2)
    assert finding.month


def test_the_month_of_a_changed_entry_is_where_it_lies_now(log: Log) -> None:
    (entry,) = log.write_batches(1)[0]
    with log.as_owner() as owner:
        owner.execute("UPDATE audit_entry SET at = '2031-02-03' WHERE id = %s", [entry])
    assert only(log).month == "2031-02"


def test_a_removed_entry_is_named(log: Log) -> None:
    _, ids, _ = log.write_batches(2, 3, 2)
    with log.as_owner() as owner:
        owner.execute("DELETE FROM audit_entry WHERE id = %s", [ids[0]])

    finding = only(log)

    assert (finding.fault, finding.entry) == (LogFault.ENTRY_REMOVED, str(ids[0]))
    assert (finding.month, finding.batch) == (this_month(), 2)


def test_an_entry_inserted_into_a_sealed_range_is_named(log: Log) -> None:
    _, ids, _ = log.write_batches(2, 3, 2)
    forged = uuid4()
    with log.as_owner() as owner:
        owner.execute(
            "INSERT INTO audit_entry (id, kind, xid) SELECT %s, 'looked', xid FROM audit_entry WHERE id = %s",
            [forged, ids[1]],
        )

    finding = only(log)

    assert (finding.fault, finding.entry) == (LogFault.ENTRY_INSERTED, str(forged))
    assert (finding.month, finding.batch) == (this_month(), 2)


def test_a_second_entry_with_the_id_of_a_sealed_one_is_named(log: Log) -> None:
    ((entry,),) = log.write_batches(1)
    with log.as_owner() as owner:
        owner.execute(
            "INSERT INTO audit_entry (id, at, kind, xid) SELECT id, '2020-01-01', kind, xid "
            "FROM audit_entry WHERE id = %s",
            [entry],
        )
    finding = only(log)
    assert (finding.fault, finding.entry, finding.month) == (
        LogFault.ENTRY_INSERTED,
        str(entry),
        "2020-01",
    )


def test_an_entry_numbered_below_all_or_beyond_all_is_named(log: Log) -> None:
    log.write_batches(1)
    for number in ("1", "9000000000000"):
        forged = uuid4()
        with log.as_owner() as owner:
            owner.execute(
                "INSERT INTO audit_entry (id, kind, xid) VALUES (%s, 'looked', %s::text::xid8)",
                [forged, number],
            )
        finding = log.verify().findings[-1]
        assert (finding.fault, finding.entry) == (LogFault.ENTRY_INSERTED, str(forged))


def test_an_entry_moved_between_batches_is_named(log: Log) -> None:
    (first,), (second, _), _ = log.write_batches(1, 2, 1)
    with log.as_owner() as owner:
        owner.execute(
            "UPDATE audit_entry SET xid = (SELECT xid FROM audit_entry WHERE id = %s) WHERE id = %s",
            [first, second],
        )
    finding = only(log)
    assert (finding.fault, finding.entry, finding.batch) == (LogFault.ENTRY_MOVED, str(second), 2)


def test_swapped_entries_are_named(log: Log) -> None:
    (ids,) = log.write_batches(3)
    with log.as_owner() as owner:
        owner.execute(
            "UPDATE audit_entry e SET xid = o.xid FROM audit_entry o "
            "WHERE (e.id, o.id) IN ((%(a)s, %(b)s), (%(b)s, %(a)s))",
            {"a": ids[0], "b": ids[2]},
        )
    found = log.verify().findings
    assert {(f.fault, f.entry) for f in found} == {
        (LogFault.ENTRY_CHANGED, str(ids[0])),
        (LogFault.ENTRY_CHANGED, str(ids[2])),
    }


def test_an_emptied_table_is_found(log: Log) -> None:
    log.write_batches(2, 3)
    with log.as_owner() as owner:
        owner.execute("TRUNCATE audit_entry")
    report = log.verify()
    assert [(f.fault, f.batch) for f in report.findings] == [
        (LogFault.ENTRIES_REMOVED, 1),
        (LogFault.ENTRIES_REMOVED, 2),
    ]
    assert report.entries == 0


def test_a_dropped_partition_is_found(fresh_log: Log) -> None:
    fresh_log.write_batches(2)
    with fresh_log.as_owner() as owner:
        owner.execute(f"DROP TABLE audit_entry_{clock.now():%Y_%m}")
    assert fresh_log.faults() == [LogFault.ENTRIES_REMOVED]


def test_truncated_end_of_log_is_found(log: Log) -> None:
    _, second, third = log.write_batches(2, 3, 1)
    with log.as_owner() as owner:
        owner.execute("DELETE FROM audit_batch WHERE number > 1")
        owner.execute("DELETE FROM audit_entry WHERE id = ANY (%s)", [second + third])
    finding = only(log)
    assert (finding.fault, finding.batch) == (LogFault.LOG_TRUNCATED, 2)
    assert "batches 2 to 3" in finding.text
    assert "4 entries" in finding.text


def test_a_batch_removed_with_its_entries_is_named_and_later_ones_are_proven(log: Log) -> None:
    _, second, third, _ = log.write_batches(2, 3, 2, 2)
    with log.as_owner() as owner:
        owner.execute("DELETE FROM audit_batch WHERE number = 2")
        owner.execute("DELETE FROM audit_entry WHERE id = ANY (%s)", [second])
        owner.execute("UPDATE audit_entry SET kind = 'wrote' WHERE id = %s", [third[0]])
    report = log.verify()
    assert [(f.fault, f.batch) for f in report.findings] == [
        (LogFault.BATCH_REMOVED, 2),
        (LogFault.ENTRY_CHANGED, 3),
    ]
    assert report.entries == 2 + 1 + 2


def test_verify_finds_emptied_log_and_batches(log: Log) -> None:
    log.write_batches(2, 3)
    with log.as_owner() as owner:
        owner.execute("TRUNCATE audit_entry, audit_batch")
    assert log.faults() == [LogFault.LOG_TRUNCATED]


def change_list(log: Log, leaf: Callable[[bytes], bytes]) -> None:
    with log.as_owner() as owner:
        row = owner.execute("SELECT leaf_hashes FROM audit_batch WHERE number = 2").fetchone()
        assert row is not None
        owner.execute(
            "UPDATE audit_batch SET leaf_hashes = %s WHERE number = 2", [leaf(bytes(row[0]))]
        )


@pytest.mark.parametrize(
    "change",
    [
        lambda joined: joined[32:64] + joined[:32] + joined[64:],
        lambda joined: joined[32:],
        lambda joined: joined + joined[:32],
        lambda joined: joined[:-1],
        lambda _: b"",
    ],
    ids=["reordered", "shortened", "lengthened", "cut", "emptied"],
)
def test_a_batch_whose_list_was_changed_is_named_and_its_entries_still_proven(
    log: Log, change: Callable[[bytes], bytes]
) -> None:
    log.write_batches(2, 3, 1)
    change_list(log, change)
    report = log.verify()
    assert [(f.fault, f.batch) for f in report.findings] == [(LogFault.BATCH_CHANGED, 2)]
    assert report.entries == 6


def test_an_entry_changed_together_with_its_batch_names_the_batch(log: Log) -> None:
    _, ids, _ = log.write_batches(2, 3, 1)
    with log.as_owner() as owner:
        owner.execute("UPDATE audit_entry SET kind = 'wrote' WHERE id = %s", [ids[1]])
    change_list(log, lambda joined: b"\x07" * 32 + joined[32:])
    report = log.verify()
    assert [(f.fault, f.batch) for f in report.findings] == [(LogFault.BATCH_UNPROVEN, 2)]
    assert report.entries == 3


@pytest.mark.parametrize(
    "change",
    [
        "xid_from = (xid_from::text::bigint - 1)::text::xid8",
        "sealed_at = sealed_at - interval '1 hour'",
        "root = sha256(root)",
        "batch_root = sha256(root)",
        "previous_root = sha256(root)",
        "key_id = 'another'",
        "signature = sha256(signature)",
        "peaks = sha256(peaks)",
        "entry_ids = entry_ids[2:]",
        "entry_ids = ARRAY[gen_random_uuid(), gen_random_uuid(), gen_random_uuid()]",
    ],
)
def test_a_changed_batch_is_named(log: Log, change: str) -> None:
    log.write_batches(2, 3, 1)
    with log.as_owner() as owner:
        owner.execute(f"UPDATE audit_batch SET {change} WHERE number = 2")
    report = log.verify()
    assert [(f.fault, f.batch) for f in report.findings] == [(LogFault.BATCH_CHANGED, 2)]
    assert report.entries == 6


def test_an_inserted_batch_is_named(log: Log) -> None:
    log.write_batches(2)
    with log.as_owner() as owner:
        owner.execute("""
            INSERT INTO audit_batch SELECT 2, xid_to, '9000000000', tree_size, 1, entry_ids, leaf_hashes, batch_root,
              tree_size + 1, root, root, peaks, sealed_at, key_id, signature FROM audit_batch
        """)
    assert [(f.fault, f.batch) for f in log.verify().findings] == [(LogFault.BATCH_INSERTED, 2)]


def test_a_line_taken_from_the_heads_is_named(log: Log) -> None:
    log.write_batches(1, 1, 1)
    lines = log.head_lines()
    log.write_heads(lines[0], lines[2])
    assert [(f.fault, f.batch) for f in log.verify().findings] == [(LogFault.HEAD_MISSING, 2)]


def test_heads_cut_off_are_found(log: Log) -> None:
    log.write_batches(1, 1, 1)
    log.write_heads(log.head_lines()[0])
    assert [(f.fault, f.batch) for f in log.verify().findings] == [(LogFault.HEADS_TRUNCATED, 2)]


def test_the_heads_file_removed_is_found(log: Log) -> None:
    log.write_batches(1, 1)
    log.heads.unlink()
    assert log.faults() == [LogFault.HEADS_TRUNCATED]


def test_single_unexported_head_is_only_noted(log: Log) -> None:
    log.write_batches(1, 1)
    log.write_heads(log.head_lines()[0])
    report = log.verify()
    assert report.is_log_intact
    assert len(report.notes) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("count", 2),
        ("root", "00" * 32),
        ("sealed_at", "2020-01-01T00:00:00Z"),
        ("signature", "00"),
        ("key_id", "x"),
    ],
)
def test_a_changed_head_is_named(log: Log, name: str, value: object) -> None:
    log.write_batches(1, 1, 1)
    lines = log.head_lines()
    lines[1] = json.dumps({**json.loads(lines[1]), name: value})
    log.write_heads(*lines)
    assert [(f.fault, f.batch) for f in log.verify().findings] == [(LogFault.HEAD_CHANGED, 2)]


def test_heads_in_another_order_are_found(log: Log) -> None:
    log.write_batches(1, 1, 1, 1)
    lines = log.head_lines()
    log.write_heads(lines[0], lines[2], lines[1], lines[3])
    assert set(log.faults()) == {LogFault.HEADS_REORDERED, LogFault.HEAD_MISSING}


def test_a_head_gone_with_its_batch_is_found(log: Log) -> None:
    _, ids, _ = log.write_batches(1, 3, 1)
    lines = log.head_lines()
    log.write_heads(lines[0], lines[2])
    with log.as_owner() as owner:
        owner.execute("DELETE FROM audit_batch WHERE number = 2")
        owner.execute("DELETE FROM audit_entry WHERE id = ANY (%s)", [ids])
    finding = only(log)
    assert (finding.fault, finding.batch) == (LogFault.BATCH_UNPROVEN, 2)
    assert "3 entries" in finding.text


@pytest.mark.parametrize(
    "spoiled",
    ["", "{}", "[]", "null", "1", "\x00", '{"resumed": {}}', '{"number": ' + "9" * 5000 + "}"],
)
def test_damaged_heads_line_hides_no_finding(log: Log, spoiled: str) -> None:
    log.write_batches(1, 1, 1)
    lines = log.head_lines()
    log.write_heads(lines[0], spoiled, lines[2])
    assert log.faults() == [LogFault.HEAD_MISSING]


def test_a_log_signed_with_another_key_is_refused(log: Log) -> None:
    log.write_batches(1)
    other = signing_keys.create_signing_key(log.home / "other").public_key()
    with log.connect("auditor") as connection:
        report = verify.verify_log(connection, log.heads, other)
    assert not report.is_log_intact
    assert report.entries == 0


def test_findings_are_bounded_and_the_rest_is_counted(log: Log) -> None:
    (ids,) = [log.write(1_100)]
    log.seal(1_100)
    with log.as_owner() as owner:
        owner.execute("UPDATE audit_entry SET kind = 'wrote'")
    report = log.verify()
    assert (len(report.findings), report.unlisted) == (1_000, 100)
    assert isinstance(ids[0], UUID)
