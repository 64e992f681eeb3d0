"""Seals what is settled: takes entries into the tree, signs its head, exports the head.

Runs beside the web processes, once a second; a request never waits for it. It connects directly,
not through a pooler of transactions: its lock belongs to its session.
"""

import datetime as dt
import logging
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from saathi.audit import batches, keys, leaves
from saathi.audit.heads import ORIGIN, FileSink, Head, Sink, by_id
from saathi.audit.leaves import Leaf
from saathi.audit.merkle import CompactRange, root_of
from saathi.audit.partitions import ensure_partitions
from saathi.infra import clock

log = logging.getLogger(__name__)

LOCK = 0x5EA1_0A0D  # the advisory lock of the one sealer; any number that nobody else uses
MOST = 10_000  # entries to a batch, unless one transaction wrote more
PARTITIONS_EVERY = dt.timedelta(hours=6)


class CannotSeal(Exception):
    """The log is not as it was left, and sealing on would hide it; the text says what to do."""


class Sealer:
    """Seals through one connection, with one key, into one sink."""

    def __init__(
        self,
        connection: psycopg.Connection[Any],
        key: Ed25519PrivateKey,
        sink: Sink,
        *,
        most: int = MOST,
    ) -> None:
        connection.autocommit = True  # each batch is a transaction of its own
        self.connection = connection
        self.key = key
        self.sink = sink
        self.most = most
        self.is_behind = False
        self._keys = by_id(key.public_key())
        self._key_id = keys.key_id(key.public_key())

    def take_lock(self) -> bool:
        """Whether this session is now the one that seals."""
        row = self.connection.execute("SELECT pg_try_advisory_lock(%s)", (LOCK,)).fetchone()
        return row is not None and bool(row[0])

    def round(self) -> int:
        """How many entries it sealed: all that are settled, batch by batch, heads exported."""
        sealed = 0
        self.export()
        while head := self.seal():
            self.export()
            sealed += head.count
            if not self.is_behind:
                break
        return sealed

    def export(self) -> int:
        """How many heads it sent that only the database had: after a kill, the last one."""
        last, sent = self.sink.last() or ORIGIN, 0
        while heads := batches.heads_after(self.connection, last.number):
            for head in heads:
                if head.previous_root != last.root or not head.is_signed(self._keys):
                    raise CannotSeal(
                        f"Batch {head.number} in the database does not follow the exported heads "
                        "or was not signed with this key. Run `saathi audit verify`."
                    )
                self.sink.append(head)
                last, sent = head, sent + 1
        return sent

    def seal(self) -> Head | None:
        """The head of one more batch, committed but not exported; None when nothing is settled."""
        with self.connection.transaction():
            # The head leaves for the file only when its batch is on the disk.
            self.connection.execute("SET LOCAL synchronous_commit = on")
            before, tree = self._standing()
            settled, xid_to = self._settled(before)
            if not settled:
                return None
            tree.extend(leaf.hash for leaf in settled)
            head = self._head(before, settled, xid_to, tree)
            batches.insert(self.connection, head, settled, tree)
        return head

    def _standing(self) -> tuple[Head, CompactRange]:
        """Where the tree stands, when database and sink agree on it."""
        exported = self.sink.last() or ORIGIN
        row = batches.last(self.connection)
        before, peaks = row or (ORIGIN, b"")
        if before.number < exported.number:
            raise CannotSeal(
                f"The database ends at batch {before.number}, but batch {exported.number} was "
                "sealed and exported. Run `saathi audit verify`; after a restore, declare it."
            )
        if before != exported:
            raise CannotSeal(
                f"Batch {before.number} in the database differs from the head that was exported. "
                "Run `saathi audit verify`."
            )
        try:
            tree = CompactRange.from_bytes(before.tree_size, peaks)
        except ValueError:
            tree = CompactRange()
        if tree.root().hex() != before.root:
            raise CannotSeal(
                f"The tree stored with batch {before.number} does not give its root. "
                "Run `saathi audit verify`."
            )
        return before, tree

    def _settled(self, before: Head) -> tuple[list[Leaf], int]:
        """The settled leaves that follow, and the number below which all are sealed with them.

        A transaction still open holds back every later one: none is skipped, each comes once.
        """
        row = self.connection.execute("SELECT audit_horizon()").fetchone()
        horizon = int(row[0]) if row else 0
        if horizon < before.xid_to:
            raise CannotSeal(
                "The database counts its transactions from lower down than the log: it was "
                "restored into another server. Declare the restore, so that numbers do not go back."
            )
        found = leaves.read(self.connection, before.xid_to, horizon, self.most + 1)
        self.is_behind = len(found) > self.most
        if not self.is_behind:
            return found, horizon
        # A batch ends between two transactions, never inside one.
        cut = found[-1].xid
        whole = [leaf for leaf in found if leaf.xid < cut]
        if whole:
            return whole, cut
        return leaves.read(self.connection, before.xid_to, cut + 1), cut + 1

    def _head(self, before: Head, settled: list[Leaf], xid_to: int, tree: CompactRange) -> Head:
        """The signed head after these leaves."""
        return Head(
            number=before.number + 1,
            xid_from=before.xid_to,
            xid_to=xid_to,
            first_leaf=before.tree_size,
            count=len(settled),
            tree_size=tree.size,
            batch_root=root_of(leaf.hash for leaf in settled).hex(),
            root=tree.root().hex(),
            previous_root=before.root,
            sealed_at=clock.now().astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            key_id=self._key_id,
        ).sign(self.key)


def heads_path(home: Path) -> Path:
    """Where the heads lie: on another disk than the database where there is one."""
    return home / "audit" / "heads.jsonl"


def run_forever(
    stop: Event,
    *,
    connect: Callable[[], psycopg.Connection[Any]],
    home: Path,
    interval: float = 1.0,
) -> None:
    """Seals every `interval` seconds until `stop`; reconnects when the database went away.

    `connect` opens a connection as the sealer's role. Of several processes one seals, the others
    wait for its lock. A log that is not as it was left is said in the process's log each minute.
    """
    key = keys.create(home)
    sink = FileSink(heads_path(home))
    while not stop.is_set():
        try:
            with connect() as connection:
                _seal_while_connected(Sealer(connection, key, sink), stop, interval)
        except psycopg.Error as error:
            # The class alone: the message could quote a row.
            log.warning("The sealer lost the database (%s); it tries again.", type(error).__name__)
            stop.wait(max(interval, 1.0))
        except (CannotSeal, OSError) as error:
            log.error("The audit log is not being sealed. %s", error)  # noqa: TRY400 - no trace needed
            stop.wait(60.0)


def _seal_while_connected(sealer: Sealer, stop: Event, interval: float) -> None:
    """Waits for the lock, then seals round after round."""
    while not sealer.take_lock():
        if stop.wait(interval):
            return
    partitions_due = clock.now()
    while not stop.is_set():
        if clock.now() >= partitions_due:
            _keep_ahead(sealer.connection)
            partitions_due = clock.now() + PARTITIONS_EVERY
        sealer.round()
        stop.wait(interval)


def _keep_ahead(connection: psycopg.Connection[Any]) -> None:
    """Makes the coming months' partitions; gives way to whoever reads the log at length."""
    try:
        with connection.cursor() as cursor:
            ensure_partitions(cursor)
    except psycopg.errors.LockNotAvailable:
        log.info("The log's next partitions wait until a long reading of it ends.")
