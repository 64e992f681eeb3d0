"""Batches sealed by the previous version, whose heads had no list, verify and are continued."""

import json
import time

import pytest

from saathi.audit import after_restore, batches, leaves
from saathi.audit.continuity import format_moment
from saathi.audit.heads import ORIGIN, HeadsFileSink, SignedHead, parse_line
from saathi.audit.merkle import CompactRange, merkle_root
from saathi.audit.signing_keys import short_key_id
from saathi.audit.verification_report import LogFault
from saathi.infra import clock
from tests.audit.logs import INSERT, Log
from tests.audit.test_sealer import entry

pytestmark = pytest.mark.slow

# A line as the version before wrote it.
LINE = (
    '{"number":1,"xid_from":0,"xid_to":798,"first_leaf":0,"count":2,"tree_size":2,"batch_root":'
    '"11","root":"22","previous_root":"33","sealed_at":"2026-11-28T10:00:00.000000Z","key_id":"k",'
    '"signature":"44"}'
)


def seal_as_before(log: Log) -> SignedHead:
    """One batch of all that waits, as the version before sealed it."""
    with log.connect("sealer") as connection:
        before, peaks = batches.get_last_batch(connection) or (ORIGIN, b"")
        tree = CompactRange.from_bytes(before.tree_size, peaks)
        while True:  # it waited for every open transaction of the server
            row = connection.execute(
                "SELECT audit_horizon(), coalesce(max(xid)::text::bigint, 0) FROM audit_entry"
            ).fetchone()
            connection.commit()
            assert row is not None
            horizon = int(row[0])
            if horizon > row[1]:
                break
            time.sleep(0.05)
        found = leaves.read_leaves(connection, before.xid_to, horizon)
        tree.extend(leaf.hash for leaf in found)
        head = SignedHead(
            number=before.number + 1,
            xid_from=before.xid_to,
            xid_to=horizon,
            first_leaf=before.tree_size,
            count=len(found),
            tree_size=tree.size,
            batch_root=merkle_root(leaf.hash for leaf in found).hex(),
            root=tree.root().hex(),
            previous_root=before.root,
            sealed_at=format_moment(clock.now()),
            key_id=short_key_id(log.key.public_key()),
        ).sign(log.key)
        batches.insert_batch(connection, head, found, tree)
    HeadsFileSink(log.heads).append_line(head)
    return head


def test_a_line_of_the_version_before_is_read_written_and_signed_as_it_was() -> None:
    head = parse_line(LINE.encode())
    assert isinstance(head, SignedHead)
    assert head.pending is None
    body = {name: value for name, value in json.loads(LINE).items() if name != "signature"}
    signed = (
        b"saathi audit head 1\n" + json.dumps(body, separators=(",", ":"), sort_keys=True).encode()
    )
    assert head.signed_bytes() == signed


def test_a_list_cannot_be_added_to_or_taken_from_a_signed_head(log: Log) -> None:
    log.write(1)
    old = seal_as_before(log)
    log.write_batches(1)
    lines = log.head_lines()
    assert "pending" not in lines[0]
    assert "pending" in lines[1]
    with_list = {**json.loads(lines[0]), "pending": []}
    without = {name: value for name, value in json.loads(lines[1]).items() if name != "pending"}
    listed = json.loads(lines[1])["pending"]  # the transactions of other tests, if any were open
    other = {**json.loads(lines[1]), "pending": [] if listed else [old.xid_to]}
    for changed in ([with_list, json.loads(lines[1])], [json.loads(lines[0]), without],
                    [json.loads(lines[0]), other]):  # fmt: skip
        log.write_heads(*(json.dumps(line) for line in changed))
        assert LogFault.HEAD_CHANGED in log.faults()


def test_batches_of_the_version_before_verify_and_are_continued(log: Log) -> None:
    for count in (3, 2):
        log.write(count)
        seal_as_before(log)
    assert log.verify().is_log_intact

    slow = log.connect("maintenance")
    slow.execute("BEGIN")
    slow.execute(INSERT, entry())
    log.write_batches(2)
    slow.execute("COMMIT")
    log.seal(1)

    report = log.verify()
    assert report.is_log_intact, list(report.lines())
    assert (report.entries, report.batches) == (8, 4)


def test_a_removed_entry_of_the_version_before_is_named(log: Log) -> None:
    (first, _) = log.write(2)
    seal_as_before(log)
    log.write_batches(1)
    with log.as_owner() as owner:
        owner.execute("DELETE FROM audit_entry WHERE id = %s", [first])
    (finding,) = log.verify().findings
    assert (finding.fault, finding.entry, finding.batch) == (LogFault.ENTRY_REMOVED, str(first), 1)


def test_a_restore_to_a_batch_of_the_version_before_is_declared(log: Log) -> None:
    log.write(2)
    seal_as_before(log)
    log.write_batches(1)
    with log.as_owner() as owner:
        owner.execute("DELETE FROM audit_batch WHERE number = 2")
        owner.execute("DELETE FROM audit_entry WHERE xid >= (SELECT max(xid_to) FROM audit_batch)")
    with log.connect("auditor") as connection:
        assert after_restore.declare_restoration(connection, log.heads, log.key) is not None
    log.write_batches(1)
    report = log.verify()
    assert report.is_log_intact, list(report.lines())
