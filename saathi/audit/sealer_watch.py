"""Ends sessions that block the sealer's tables or all users, and reports old open transactions.

No open transaction delays sealing. A lock on the log's tables could, and only their owner can take
one. So the sealer's role may end the sessions that block it (pg_signal_backend), and may see how
old a transaction is (pg_read_all_stats). It uses these rights for one more purpose: with a stolen
password of the web role, its time limit for waiting within a transaction could be removed, so a
session that waits twice as long is ended.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from time import monotonic
from typing import Any

import psycopg

log = logging.getLogger(__name__)

CHECK_SECONDS = 5.0
# How long a session may block the sealer: an upgrade that alters the log's tables takes less.
BLOCKED_SECONDS = 15
# By then the watch has ended blocking sessions; reached only if the role may not end sessions.
LOCK_TIMEOUT = "50s"
# A transaction this old is reported. A request finishes its work within seconds.
OLD_TRANSACTION_SECONDS = 60
REPORT_SECONDS = 600.0
# The web role may wait 30 seconds within a transaction (infra/roles.py). Statements are not limited
# here, because undoing an import removes its own statement limit.
WEB_WAITS_SECONDS = 60
BLOCKED = "Process %s of the role %s kept the sealer from the audit log for 15 seconds. %s"
WAITED = "Process %s of the role %s waited within a transaction for a minute. %s"

_OLD = """
SELECT pid, coalesce(usename, ''), extract(epoch FROM clock_timestamp() - xact_start)::bigint
FROM pg_stat_activity
WHERE datname = current_database() AND backend_xid IS NOT NULL
  AND xact_start < clock_timestamp() - make_interval(secs => %s)
UNION ALL
SELECT 0, owner, extract(epoch FROM clock_timestamp() - prepared)::bigint
FROM pg_prepared_xacts
WHERE database = current_database() AND prepared < clock_timestamp() - make_interval(secs => %s)
ORDER BY 3 DESC LIMIT 20
"""
_WAITING_WEB = """
SELECT pid, usename::text FROM pg_stat_activity
WHERE datname = current_database() AND usename = 'saathi_app'
  AND starts_with(state, 'idle in transaction')
  AND state_change < clock_timestamp() - make_interval(secs => %s)
"""
_BLOCKERS = """
SELECT b.pid, coalesce(a.usename, '') FROM unnest(pg_blocking_pids(%s)) b(pid)
LEFT JOIN pg_stat_activity a USING (pid)
"""


@dataclass(frozen=True, slots=True)
class OpenTransaction:
    """A transaction that has written and is still open.

    Its statements are not shown, because they could contain data.
    """

    pid: int  # 0 for a prepared transaction without a session
    role: str
    seconds: int

    def __str__(self) -> str:
        session = f"process {self.pid}" if self.pid else "a prepared transaction"
        return f"{session} of the role {self.role or 'unknown'} for {self.seconds} seconds"


def list_old_transactions(
    connection: psycopg.Connection[Any], older_than: int = OLD_TRANSACTION_SECONDS
) -> list[OpenTransaction]:
    """The transactions of this database that wrote and are older than `older_than`, oldest first.

    The role of the connection must be a member of pg_read_all_stats, as the sealer's is.
    """
    with connection.transaction():
        connection.execute("SET LOCAL ROLE pg_read_all_stats")
        rows = connection.execute(_OLD, (older_than, older_than)).fetchall()
    return [OpenTransaction(*row) for row in rows]


def _waiting_web(connection: psycopg.Connection[Any]) -> list[tuple[int, str]]:
    """Process id and role of each web session that has waited in a transaction for too long."""
    with connection.transaction():
        connection.execute("SET LOCAL ROLE pg_read_all_stats")
        return connection.execute(_WAITING_WEB, (WEB_WAITS_SECONDS,)).fetchall()


class SealerWatch:
    """Checks for blocking sessions every few seconds."""

    def __init__(self, connect: Callable[[], psycopg.Connection[Any]]) -> None:
        self._connect = connect
        self.sealing_pid = 0
        self._blocked_since: float | None = None
        self._named: dict[int, float] = {}

    def run_until(self, stop: Event) -> None:
        """Checks until `stop`; a failing watch is reported and tried again."""
        while not stop.is_set():
            try:
                with self._connect() as connection:
                    connection.autocommit = True
                    while not stop.wait(CHECK_SECONDS):
                        self.end_blocking_sessions(connection)
            except psycopg.errors.InsufficientPrivilege:
                log.warning(
                    "The sealer's role may not see or end sessions that block it. Run the set-up "
                    "script again as superuser (docs/operations.md)."
                )
                stop.wait(REPORT_SECONDS)
            except psycopg.Error as error:
                log.warning("The sealer's watch lost the database (%s).", type(error).__name__)
                stop.wait(CHECK_SECONDS)

    def end_blocking_sessions(self, connection: psycopg.Connection[Any]) -> None:
        """Ends sessions that block the sealer for long, and reports old open transactions."""
        blockers = connection.execute(_BLOCKERS, (self.sealing_pid,)).fetchall()
        now = monotonic()
        if not blockers:
            self._blocked_since = None
        elif self._blocked_since is None:
            self._blocked_since = now
        elif now - self._blocked_since >= BLOCKED_SECONDS:
            self._end(connection, blockers, BLOCKED)
        self._end(connection, _waiting_web(connection), WAITED)
        self._report_old_transactions(connection)

    @staticmethod
    def _end(
        connection: psycopg.Connection[Any], sessions: list[tuple[int, str]], why: str
    ) -> None:
        for pid, role in sessions:
            ended = False
            if pid:
                try:
                    with connection.transaction():
                        connection.execute("SET LOCAL ROLE pg_signal_backend")
                        row = connection.execute(
                            "SELECT pg_terminate_backend(%s)", (pid,)
                        ).fetchone()
                    ended = bool(row and row[0])
                except psycopg.errors.InsufficientPrivilege:
                    ended = False
            log.warning(
                why,
                pid,
                role or "unknown",
                "It was ended." if ended else "It could not be ended.",
            )

    def _report_old_transactions(self, connection: psycopg.Connection[Any]) -> None:
        now = monotonic()
        transactions = list_old_transactions(connection)
        open_now = {transaction.pid for transaction in transactions}
        self._named = {pid: at for pid, at in self._named.items() if pid in open_now}
        for transaction in transactions:
            if now - self._named.get(transaction.pid, -REPORT_SECONDS) >= REPORT_SECONDS:
                self._named[transaction.pid] = now
                log.warning(
                    "A transaction stays open: %s. Sealing goes on; its entries follow at its end.",
                    transaction,
                )
