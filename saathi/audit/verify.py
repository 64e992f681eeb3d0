"""Verifies the log against the signed heads and names what was changed. Only reads.

It trusts nothing in the database: leaves are computed from the entries, and every root is compared
with a head signed outside. It cannot detect entries that were never sealed (the last second), nor a
truncated end if the attacker also truncated the heads file. A copy of the heads stored elsewhere
reveals that.
"""

import datetime as dt
from collections.abc import Callable
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from psycopg import Connection

from saathi.audit import (
    batches,
    heads_copies,
    late_sealing,
    sealing_boundary,
    signing_keys,
    verification_texts,
)
from saathi.audit.batches import SealedBatch
from saathi.audit.entry_comparison import compare_batch
from saathi.audit.heads import (
    ORIGIN,
    HeadsFileSink,
    SignedHead,
    VerifyKeys,
    keys_by_id,
)
from saathi.audit.heads_reading import HeadsFile
from saathi.audit.leaves import LeafReader
from saathi.audit.merkle import CompactRange
from saathi.audit.sealer import heads_path as heads_path_of
from saathi.audit.sealer_marker import LogPosition, SealerMarker, SealingRefused
from saathi.audit.sealing_boundary import PendingEntries
from saathi.audit.verification_report import LogFault, VerificationReport

NOT_VERIFIED = 2  # exit codes of `saathi audit verify`
SEALED_TOO_LATE = 3


def verify_log(
    connection: Connection[Any],
    heads_path: Path,
    *public_keys: Ed25519PublicKey,
    copy: Path | None = None,
) -> VerificationReport:
    """The differences from what was sealed, entry by entry and batch by batch.

    `connection` must not be in a transaction; the auditor's role is enough. Data is streamed, so
    the largest batch bounds memory. There may be several keys, if the signing key was ever changed.
    With a `copy` of the heads, the log is verified against it, and `heads_path` must continue it. A
    copy from before a declared restore has batches that were given up: then `heads_path`, which
    begins with it, is used.
    """
    if not public_keys:
        raise ValueError("Give the public key to verify with.")
    report, public = VerificationReport(), keys_by_id(*public_keys)
    with ExitStack() as stack:
        if copy is not None:
            copy = stack.enter_context(heads_copies.open_copy_as_file(copy, report))
            goes_on = heads_copies.compare_heads(copy, heads_path, report)
            if goes_on and (
                restored := heads_copies.find_restoration_since(copy, heads_path, public)
            ):
                report.notes.append(verification_texts.describe_older_copy(restored))
                copy = None
        # Read before the database: the snapshot below must contain the batches of all heads read
        # here.
        heads = HeadsFile(copy or heads_path, public, report)
        stack.enter_context(connection.transaction())
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        stored, _ = batches.get_last_batch(connection) or (ORIGIN, b"")
        heads.bound = max(heads.bound, stored.number)
        _LogVerification(connection, heads, public, report, may_lag=copy is not None).run()
    report.merge_moved_entries()
    return report


def run_verify(
    connection: Connection[Any],
    home: Path,
    write: Callable[[str], object],
    verify_keys: Path | None = None,
    heads_copy: Path | None = None,
) -> int:
    """The exit code of `saathi audit verify`: 0 sound, 1 tampered with, 2 not verifiable, 3 late.

    Late means unchanged, but an entry has waited longer to be sealed than promised.

    `verify_keys` is a folder with the auditor's own copy of the public keys; without it, the keys
    beside the heads are used, which an attacker who can write there could have replaced.
    `heads_copy` is a copy of the heads stored elsewhere.
    """
    try:
        public_keys = signing_keys.load_verify_keys(
            verify_keys or signing_keys.verify_keys_folder(home)
        )
    except (signing_keys.KeyMissing, OSError, ValueError) as error:
        write(f"The audit log could not be verified. {error}")
        return NOT_VERIFIED
    if problem := verification_texts.describe_foreign_heads(
        heads_path_of(home), keys_by_id(*public_keys)
    ):
        write(f"The audit log could not be verified. {problem}")
        return NOT_VERIFIED
    try:
        report = verify_log(connection, heads_path_of(home), *public_keys, copy=heads_copy)
    except (heads_copies.HeadsCopyMissing, OSError) as error:
        write(f"The audit log could not be verified. {error}")
        return NOT_VERIFIED
    if heads_copy is None:
        _check_marker(home, keys_by_id(*public_keys), report)
    report.notes += verification_texts.describe_recoveries(connection)
    for line in report.lines():
        write(line)
    for key in public_keys:
        write(f"Verified with the public key {signing_keys.short_key_id(key)}.")
    if not report.is_log_intact:
        return 1
    return 0 if report.is_sealed_in_time else SEALED_TOO_LATE


def _check_marker(home: Path, public: VerifyKeys, report: VerificationReport) -> None:
    """Reports heads that end before the batch recorded by the sealer, if we may read its record."""
    try:
        place = SealerMarker.of_home(home).read_position() or LogPosition()
    except SealingRefused as error:
        report.notes.append(str(error))
        return
    sink = HeadsFileSink(heads_path_of(home))
    last = sink.last_head() or ORIGIN
    declared = sink.list_restorations(public)[place.restorations :]
    if place.number > last.number + 1 or (place.number and last == ORIGIN):
        if any(restoration.given_up >= place.number for restoration in declared):
            return
        report.add_finding(
            LogFault.HEADS_TRUNCATED,
            f"The heads file ends at batch {last.number}, but the sealer remembers that it sealed "
            f"batch {place.number}.",
            batch=last.number + 1,
        )


class _LogVerification:
    """One pass over heads, batches and entries, side by side in the order of their numbers."""

    def __init__(
        self,
        connection: Connection[Any],
        heads: HeadsFile,
        public: VerifyKeys,
        report: VerificationReport,
        *,
        may_lag: bool = False,
    ) -> None:
        self.connection = connection
        self.public = public
        self.report = report
        self.heads = heads
        self.may_lag = may_lag  # a copy of the heads may be a day old
        self.entries = LeafReader(connection)
        self.aside = PendingEntries()
        self.tree: CompactRange | None = CompactRange()
        self.before = ORIGIN
        self.last_head = 0  # the last number in the heads file
        self.missing_rows: list[SignedHead] = []
        self.missing_heads: list[int] = []
        self.gap = False

    def run(self) -> None:
        """Reads heads, batches and entries."""
        heads, rows = iter(self.heads), batches.stream_batches(self.connection)
        head, row = next(heads, None), next(rows, None)
        while head is not None or row is not None:
            if row is None or (head is not None and head.number < row.head.number):
                assert head is not None
                self._verify_batch(head, None)
                head = next(heads, None)
            elif head is None or row.head.number < head.number:
                self._verify_batch(None, row)
                row = next(rows, None)
            else:
                self._verify_batch(head, row)
                head, row = next(heads, None), next(rows, None)
        self._report_missing_rows(at_end=True)
        self._report_missing_heads()
        self._check_unsealed()

    def _verify_batch(self, head: SignedHead | None, row: SealedBatch | None) -> None:
        """Verifies one batch by its head in the file, its row and its entries."""
        claimed = self._choose_head(head, row)
        if claimed is None:
            return
        self._check_continuation(claimed)
        below = self.aside.set_aside(list(self.entries.read_below(claimed.xid_from)), claimed)
        entries = self.aside.take_for_batch(claimed, self.before.part)
        if self.gap:  # which of them belong to the batches without a head is unknown
            listed = frozenset(row.hashes) if row is not None else frozenset()
            entries = [leaf for leaf in chain(entries, below) if leaf.hash in listed]
        else:
            for leaf in below:
                self.report.add_entry_finding(
                    LogFault.ENTRY_INSERTED,
                    leaf.id,
                    leaf.month,
                    None,
                    "was inserted between batches.",
                )
        new = self.aside.set_aside(list(self.entries.read_below(claimed.xid_to)), claimed)
        entries += new
        if row is None:
            self.missing_rows.append(claimed)
        else:
            self._report_missing_rows(at_end=False)
            self.report.batches += 1
        hashes = compare_batch(claimed, row, entries, self.report)
        self._extend_tree(claimed, row, hashes)
        sealed = frozenset(hashes or ())  # entries inserted or changed since are reported already
        new = [leaf for leaf in new if leaf.hash in sealed]
        late_sealing.check_lateness(claimed, new, self.heads.declared, self.report)
        self.before, self.gap = claimed, False

    def _choose_head(self, head: SignedHead | None, row: SealedBatch | None) -> SignedHead | None:
        """The head to verify by: that of the file, else a signed one in the database, or None."""
        if head is not None:
            self.last_head = max(self.last_head, head.number)
        if head is not None and row is not None and head != row.head:
            names = [
                n for n in SignedHead.__annotations__ if getattr(head, n) != getattr(row.head, n)
            ]
            self.report.add_finding(
                LogFault.BATCH_CHANGED,
                f"Batch {head.number} in the database differs from its exported head in: "
                f"{', '.join(names)}.",
                batch=head.number,
            )
        if head is not None:
            self.report.last_sealed_at = head.sealed_at
            return head
        assert row is not None
        if row.head.is_signed(self.public):
            self.missing_heads.append(row.head.number)
            self.report.last_sealed_at = row.head.sealed_at
            return row.head
        self.report.add_finding(
            LogFault.BATCH_INSERTED,
            f"Batch {row.head.number} in the database is not signed by our key and has no head.",
            batch=row.head.number,
        )
        return None

    def _check_continuation(self, claimed: SignedHead) -> None:
        """Reports a head that does not continue the previous one."""
        before = self.before
        if claimed.number != before.number + 1:
            self.gap = True
            first, last = before.number + 1, claimed.number - 1
            which = f"batch {first}" if first == last else f"batches {first} to {last}"
            self.report.add_finding(
                LogFault.BATCH_UNPROVEN,
                f"Neither the database nor the heads file has a signed head of {which}: "
                f"{claimed.first_leaf - before.tree_size} entries were sealed there.",
                batch=first,
            )
            self.tree = None
        elif not _continues(claimed, before):
            self.report.add_finding(
                LogFault.HEADS_FORKED,
                f"The head of batch {claimed.number} is signed but does not continue the one "
                "before it: two logs were kept with one key, or the key is in other hands.",
                batch=claimed.number,
            )
            self.tree = None

    def _extend_tree(
        self, claimed: SignedHead, row: SealedBatch | None, hashes: list[bytes] | None
    ) -> None:
        """Adds the batch to the tree and compares its root with the signed one."""
        if self.tree is not None and hashes is not None:
            self.tree.extend(hashes)
            if self.tree.root().hex() == claimed.root:
                if row is not None and row.peaks != self.tree.to_bytes():
                    self.report.add_finding(
                        LogFault.BATCH_CHANGED,
                        f"The peaks of the tree in batch {claimed.number} were changed; its "
                        "entries are as sealed.",
                        batch=claimed.number,
                    )
                return
            self.report.add_finding(
                LogFault.TREE_BROKEN,
                f"The tree after batch {claimed.number} does not have the signed root.",
                batch=claimed.number,
            )
        # A destroyed batch does not hide those after it: the tree continues from peaks that give a
        # signed root.
        tree = row.build_tree() if row is not None else None
        self.tree = tree if tree is not None and tree.root().hex() == claimed.root else None

    def _report_missing_rows(self, *, at_end: bool) -> None:
        """One finding for a run of batches whose rows are missing."""
        missing, self.missing_rows = self.missing_rows, []
        if not missing:
            return
        first, last = missing[0].number, missing[-1].number
        which = f"batch {first}" if first == last else f"batches {first} to {last}"
        count = sum(head.count for head in missing)
        if at_end:
            self.report.add_finding(
                LogFault.LOG_TRUNCATED,
                f"The end of the log was cut off in the database: it lacks {which}, sealed and "
                f"exported with {count} entries.",
                batch=first,
            )
        else:
            self.report.add_finding(
                LogFault.BATCH_REMOVED,
                f"The database lacks {which}, sealed and exported with {count} entries.",
                batch=first,
            )

    def _report_missing_heads(self) -> None:
        """Reports signed batches whose heads the file lacks, within it or at its end."""
        missing = [number for number in self.missing_heads if number not in self.heads.changed]
        for number in missing:
            if number < self.last_head:
                self.report.add_finding(
                    LogFault.HEAD_MISSING,
                    f"The heads file has lost the head of batch {number}; the database has it.",
                    batch=number,
                )
        late = [number for number in missing if number > self.last_head]
        if late and self.may_lag:
            self.report.notes.append(
                f"The copy of the heads ends at batch {self.last_head}. The batches up to {late[-1]} "
                "were judged by the signed heads in the database."
            )
        elif len(late) == 1:  # the sealer exports each head before it seals the next batch
            self.report.notes.append(
                f"The head of batch {late[0]} is not in the heads file: the sealer is about to "
                "write it, was stopped just then, or the last line was cut off. The database has "
                "it, signed."
            )
        elif late:
            self.report.add_finding(
                LogFault.HEADS_TRUNCATED,
                f"The end of the heads file was cut off: it stops at batch {self.last_head}; the "
                f"database has signed batches up to {late[-1]}.",
                batch=late[0],
            )

    def _check_unsealed(self) -> None:
        """Counts unsealed entries and reports those that no honest transaction can have written."""
        now = sealing_boundary.take_snapshot(self.connection)
        [(self.report.verified_at,)] = self.connection.execute(
            "SELECT clock_timestamp()"
        ).fetchall()
        # An entry of a transaction that was open then could not be sealed before the last batch.
        last_sealed = _moment(self.report.last_sealed_at)
        pending = ((leaf, last_sealed) for leaf in self.aside.list_unsealed())
        for leaf, not_before in chain(pending, ((leaf, None) for leaf in self.entries.read_rest())):
            if leaf.xid < now.end and leaf.xid not in now.open:
                since = [at for at in (leaf.written_at, not_before) if at is not None]
                self.report.add_waiting(max(since, default=None))
                continue
            which = "is still open" if leaf.xid in now.open else "has not begun"
            self.report.add_entry_finding(
                LogFault.ENTRY_INSERTED,
                leaf.id,
                leaf.month,
                None,
                f"was inserted: the transaction whose number it carries {which}.",
            )


def _moment(text: str) -> dt.datetime | None:
    """The time given in a head; None if there is none."""
    return dt.datetime.fromisoformat(text) if text else None


def _continues(claimed: SignedHead, before: SignedHead) -> bool:
    """Whether a head follows the previous one, including its list of pending transactions."""
    pending_before = frozenset(before.pending or ())
    return (claimed.previous_root, claimed.first_leaf, claimed.xid_from) == (
        before.root,
        before.tree_size,
        before.xid_to,
    ) and all(
        number in pending_before or claimed.xid_from <= number < claimed.xid_to
        for number in claimed.pending or ()
    )
