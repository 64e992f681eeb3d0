"""Seals committed entries: adds them to the tree, signs its head and exports the head.

Runs beside the web processes, once a second (see `sealer_process`); a request never waits for it.
"""

import contextlib
import datetime as dt
import logging
import time
from pathlib import Path
from typing import Any

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from saathi.audit import batches, sealing_boundary, signing_keys
from saathi.audit.continuity import LogContinuity, format_moment
from saathi.audit.heads import ORIGIN, HeadsFileSink, HeadsSink, SignedHead, keys_by_id
from saathi.audit.merkle import CompactRange, merkle_root
from saathi.audit.sealer_marker import SealerMarker, SealingRefused
from saathi.audit.sealing_boundary import EntrySelection, TransactionSnapshot
from saathi.infra import clock, state_files

log = logging.getLogger(__name__)

REBUILT_STATE = "heads-rebuilt"  # the state file that records that lost heads were written again
MAX_BATCH_ENTRIES = 10_000  # entries per batch: the sealer keeps no more than these in memory
# A transaction open this long is put on a signed list even if there is nothing else to seal, so
# that verification can tell why its entries are late.
LISTED_AFTER_SECONDS = 30


class LogSealer:
    """Seals through one connection, with one key, into one sink."""

    def __init__(
        self,
        connection: psycopg.Connection[Any],
        key: Ed25519PrivateKey,
        sink: HeadsSink,
        *,
        marker: SealerMarker | None = None,
        most: int = MAX_BATCH_ENTRIES,
    ) -> None:
        connection.autocommit = True  # each batch is its own transaction
        if marker is None and isinstance(sink, HeadsFileSink):
            marker = SealerMarker.of_home(sink.path.parent.parent)  # see `heads_path`
        self.connection = connection
        self.key = key
        self.sink = sink
        self.most = most
        self.is_behind = False
        self._keys = keys_by_id(key.public_key())
        self._key_id = signing_keys.short_key_id(key.public_key())
        self._continuity = LogContinuity(key, sink, marker)
        self._first_seen: dict[int, float] = {}
        self._end, self._end_since = 0, time.monotonic()

    def seal_round(self) -> int:
        """Seals all committed entries in batches, exports the heads; returns how many entries."""
        begun, sealed = clock.now(), 0
        self._draw_number()
        self._continuity.check_heads()
        if (
            lost := self.export_heads()
        ) > 1:  # one, if the sealer was killed between batch and head
            self._note_rebuilt(lost)
        self._continuity.check_exported()
        while head := self.seal_batch():
            self.export_heads()
            self._continuity.record_sealed_batch(head)
            sealed += head.count
            if not self.is_behind:
                break
        if not self.is_behind:
            self._continuity.record_sealed_until(begun)
        return sealed

    def export_heads(self) -> int:
        """Exports heads that only the database has, as after a kill; returns their number."""
        last, sent = self.sink.last_head() or ORIGIN, 0
        while heads := batches.list_heads_after(self.connection, last.number):
            for head in heads:
                if head.previous_root != last.root or not head.is_signed(self._keys):
                    raise SealingRefused(
                        f"Batch {head.number} in the database does not follow the exported heads "
                        "or was not signed with this key. Run `saathi audit verify`."
                    )
                self.sink.append_line(head)
                last, sent = head, sent + 1
        return sent

    def _note_rebuilt(self, lost: int) -> None:
        """Records that the heads file had lost heads; statements of restores are lost with them."""
        log.warning(
            "The heads file lacked %d heads that the database has: it was removed or cut off. They "
            "were written again; compare with a copy: saathi audit verify --heads COPY",
            lost,
        )
        if isinstance(self.sink, HeadsFileSink):
            home = self.sink.path.parent.parent  # see `heads_path`
            with contextlib.suppress(OSError):
                state_files.record_run(home, REBUILT_STATE, passed=False, count=lost)

    def seal_batch(self) -> SignedHead | None:
        """Seals one more batch; returns its head, not yet exported, or None if no batch is due."""
        with self.connection.transaction():
            # One snapshot determines the open transactions and reads the entries of all others.
            self.connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            # A head is written to the file only after its batch is on disk.
            self.connection.execute("SET LOCAL synchronous_commit = on")
            before, tree = self._current_state()
            now = sealing_boundary.take_snapshot(self.connection)
            if now.end < before.xid_to:
                raise SealingRefused(
                    "The database counts its transactions from lower down than the log: it was "
                    "restored into another server. Declare the restore with `saathi audit resume`, "
                    "so that numbers do not go back."
                )
            chosen = sealing_boundary.select_entries(self.connection, before, now, self.most)
            self.is_behind = chosen.is_behind
            if not chosen.leaves and not self._is_list_due(before, now):
                return None
            if before == ORIGIN:
                self._continuity.check_beginning(chosen.leaves)
            tree.extend(leaf.hash for leaf in chosen.leaves)
            head = self._head(before, chosen, tree)
            batches.insert_batch(self.connection, head, chosen.leaves, tree)
        return head

    def _draw_number(self) -> None:
        """Uses a transaction number if no other transaction has done so for a while.

        PostgreSQL lists an open transaction only once a later one has ended, and on a quiet night
        there is none. Four numbers a minute out of four billion are negligible.
        """
        moment = time.monotonic()
        if moment - self._end_since > LISTED_AFTER_SECONDS / 2:
            self.connection.execute("SELECT pg_current_xact_id()")
            self._end_since = moment

    def _is_list_due(self, before: SignedHead, now: TransactionSnapshot) -> bool:
        """Whether a transaction above the line has been open so long that it must be listed."""
        moment = time.monotonic()
        if now.end != self._end:
            self._end, self._end_since = now.end, moment
        self._first_seen = {
            number: self._first_seen.get(number, moment)
            for number in now.open
            if number >= before.xid_to
        }
        return any(moment - seen > LISTED_AFTER_SECONDS for seen in self._first_seen.values())

    def _current_state(self) -> tuple[SignedHead, CompactRange]:
        """The current state of the tree; refuses if database and sink do not agree on it."""
        exported = self.sink.last_head() or ORIGIN
        row = batches.get_last_batch(self.connection)
        before, peaks = row or (ORIGIN, b"")
        if before.number < exported.number:
            raise SealingRefused(
                f"The database ends at batch {before.number}, but batch {exported.number} was "
                "sealed and exported. Run `saathi audit verify`; after a restore, declare it with "
                "`saathi audit resume`."
            )
        if before != exported:
            raise SealingRefused(
                f"Batch {before.number} in the database differs from the head that was exported. "
                "Run `saathi audit verify`."
            )
        try:
            tree = CompactRange.from_bytes(before.tree_size, peaks)
        except ValueError:
            tree = CompactRange()
        if tree.root().hex() != before.root:
            raise SealingRefused(
                f"The tree stored with batch {before.number} does not give its root. "
                "Run `saathi audit verify`."
            )
        return before, tree

    def _head(self, before: SignedHead, chosen: EntrySelection, tree: CompactRange) -> SignedHead:
        """The signed head after these leaves."""
        now = clock.now().astimezone(dt.UTC)
        self._continuity.declare_outage(now)
        return SignedHead(
            number=before.number + 1,
            xid_from=before.xid_to,
            xid_to=chosen.xid_to,
            first_leaf=before.tree_size,
            count=len(chosen.leaves),
            tree_size=tree.size,
            batch_root=merkle_root(leaf.hash for leaf in chosen.leaves).hex(),
            root=tree.root().hex(),
            previous_root=before.root,
            sealed_at=format_moment(now),
            key_id=self._key_id,
            pending=chosen.pending,
            part=chosen.part,
        ).sign(self.key)


def heads_path(home: Path) -> Path:
    """The path of the heads file: on another disk than the database, if there is one."""
    return home / "audit" / "heads.jsonl"
