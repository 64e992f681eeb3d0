"""The sealer as a process: one at a time, round after round, beside a watch that prevents blocking."""

import datetime as dt
import fcntl
import logging
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import IO, Any

import psycopg

from saathi.audit import signing_keys
from saathi.audit.destinations import HeadsDestination
from saathi.audit.heads import HeadsFileSink
from saathi.audit.heads_sending import HeadsSender
from saathi.audit.partitions import ensure_partitions
from saathi.audit.sealer import LogSealer, heads_path
from saathi.audit.sealer_marker import SealerMarker, SealingRefused
from saathi.audit.sealer_watch import LOCK_TIMEOUT, SealerWatch
from saathi.infra import clock

log = logging.getLogger(__name__)

PARTITIONS_EVERY = dt.timedelta(hours=6)

type ConnectionFactory = Callable[[], psycopg.Connection[Any]]


class SealerLock:
    """The lock of a home's only sealer: on a file, where no database role can take it."""

    def __init__(self, home: Path) -> None:
        self.path = home / "audit" / ".sealer.lock"
        self._file: IO[bytes] | None = None

    def try_acquire(self) -> bool:
        """Whether this process is now the sealer; it stays so until it ends or releases."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        file = self.path.open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        return True

    def release(self) -> None:
        """Lets another sealer start."""
        if self._file is not None:
            self._file.close()


def run_forever(
    stop: Event,
    *,
    connect: ConnectionFactory,
    home: Path,
    interval: float = 1.0,
    destination: HeadsDestination | None = None,
) -> None:
    """Seals every `interval` seconds until `stop`; reconnects after a database outage.

    `connect` opens a connection as the sealer's role; heads are forwarded to `destination`. Of
    several processes, one seals and the others wait. If the audit log was changed, the process's
    own log reports it every minute.
    """
    lock = SealerLock(home)
    while not lock.try_acquire():
        if stop.wait(max(interval, 0.05)):
            return
    watch = SealerWatch(connect)
    threads = [Thread(target=watch.run_until, args=(stop,), name="audit watch", daemon=True)]
    if destination is not None:
        sender = HeadsSender(home, heads_path(home), destination)
        threads.append(Thread(target=sender.run_until, args=(stop,), name="heads", daemon=True))
    for thread in threads:
        thread.start()
    try:
        _seal_until(stop, connect, home, interval, watch)
    finally:
        lock.release()
        for thread in threads:
            thread.join(timeout=1.0)


def _seal_until(
    stop: Event, connect: ConnectionFactory, home: Path, interval: float, watch: SealerWatch
) -> None:
    """Seals through one connection after another."""
    key = signing_keys.create_signing_key(home)
    sink = HeadsFileSink(heads_path(home))
    while not stop.is_set():
        try:
            with connect() as connection:
                connection.autocommit = True
                # The watch ends sessions that block a table of the log; the role's own limit of
                # four seconds would give up before.
                connection.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
                watch.sealing_pid = connection.info.backend_pid
                sealer = LogSealer(connection, key, sink, marker=SealerMarker.of_home(home))
                _seal_while_connected(sealer, stop, interval)
        except psycopg.Error as error:
            # The class only: the message could quote a row.
            log.warning("The sealer lost the database (%s); it tries again.", type(error).__name__)
            stop.wait(max(interval, 1.0))
        except (SealingRefused, OSError) as error:
            log.error("The audit log is not being sealed. %s", error)  # noqa: TRY400 - no trace needed
            stop.wait(60.0)


def _seal_while_connected(sealer: LogSealer, stop: Event, interval: float) -> None:
    """Seals round after round while connected."""
    partitions_due = clock.now()
    while not stop.is_set():
        if clock.now() >= partitions_due:
            _keep_ahead(sealer.connection)
            partitions_due = clock.now() + PARTITIONS_EVERY
        sealer.seal_round()
        stop.wait(interval)


def _keep_ahead(connection: psycopg.Connection[Any]) -> None:
    """Creates the partitions of the coming months; yields to long readers of the log."""
    try:
        with connection.cursor() as cursor:
            ensure_partitions(cursor)
    except psycopg.errors.LockNotAvailable:
        log.info("The log's next partitions wait until a long reading of it ends.")
