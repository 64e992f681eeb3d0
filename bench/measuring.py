"""How the benches of pages measure: a server with its children, a request and the same by hand.

Server time: one request through the whole of Django, middleware and rendering, in this process.
Database time: what this process waits for answers to queries, as it does in serving. Processor time
of this process alone does not depend on other work of the machine.
"""
# ruff: noqa: PLC0415 - Django and its settings wait until the bench has a server

import logging
import os
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

CHILDREN = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
REQUESTS = int(sys.argv[2]) if len(sys.argv) > 2 else 200
WARM = 10
LARGE = 5_000
AROUND = ("SELECT set_config", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET ")


@dataclass
class Measured:
    """One line of the table."""

    what: str
    server: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)
    secured: list[float] = field(default_factory=list)
    statements: int = 0
    queries: list[int] = field(default_factory=list)
    seen: dict[str, float] = field(default_factory=dict)

    def __str__(self) -> str:
        def both(values: Sequence[float]) -> str:
            return f"{percentile(values, 50):>8.1f}{percentile(values, 95):>8.1f}"

        ratio = percentile(self.database, 50) / percentile(self.plain, 50)
        asked = (
            f"{self.what:<18}{max(self.queries):>8}{both(self.server)}"
            f"{percentile(self.processor, 50):>8.1f}{both(self.database)}"
        )
        if not self.secured:
            return f"{asked}{'':>16}{both(self.plain)}{ratio:>7.1f}"
        security = percentile(self.secured, 50) - percentile(self.plain, 50)
        return (
            f"{asked}{both(self.secured)}{both(self.plain)}{ratio:>7.1f}{security:>9.2f}"
            f"{security / self.statements:>10.2f}"
        )


# "by hand, secured": the same hand-written SQL as the web role, with context and row security. Its
# difference to "by hand, plain" is what security costs; the rest of a page's database time is what
# the page asks more than the hand-written SQL, and how Django writes it.
HEAD = (
    f"{'':<18}{'queries':>8}{'server ms':>16}{'cpu ms':>8}{'database ms':>16}"
    f"{'by hand, secured':>16}{'by hand, plain':>16}{'ratio':>7}{'+ms/page':>9}{'+ms/query':>10}\n"
    f"{'':<18}{'most':>8}{'p50':>8}{'p95':>8}{'p50':>8}" + f"{'p50':>8}{'p95':>8}" * 3
)


def percentile(values: Sequence[float], share: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


class Watch:
    """Times every query of Django's connection."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, float]] = []

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: Any, context: Any
    ) -> Any:
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.asked.append((sql, (time.perf_counter() - start) * 1000))


@dataclass(frozen=True)
class Visit:
    """One member of staff and one of their children, with a search that finds the child."""

    staff: Any
    child: UUID
    file: UUID
    search: dict[str, str]


# --- By hand, without security: what a page would ask if everyone could see everything. ---------
def statements(text: str) -> list[str]:
    return [statement.strip() for statement in text.split(";")]


@dataclass
class ByHand:
    """Hand-written SQL, asked twice in turn: without security, and as the web role with it.

    `writes`: only without it, because the database takes no change by the web role without its proof.
    """

    maintenance: Any
    visit: Visit
    statements: Sequence[str]
    offices: Sequence[UUID] = ()
    writes: bool = False

    def measure(self, line: Measured) -> None:
        """Plain first or secured first in turn: the first finds less in the caches."""
        line.statements = len(self.statements)
        both = [self._plainly] if self.writes else [self._plainly, self._securely]
        for ask in both if len(line.plain) % 2 else reversed(both):
            ask(line)

    @property
    def _values(self) -> dict[str, Any]:
        visit = self.visit
        return {"file": visit.file, "staff": visit.staff.id, "offices": list(self.offices)}

    def _plainly(self, line: Measured) -> None:
        with self.maintenance.transaction():  # it reads only, and a rollback forgets all plans
            start = time.perf_counter()
            for statement in self.statements:
                self.maintenance.execute(statement, self._values).fetchall()
            line.plain.append((time.perf_counter() - start) * 1000)

    def _securely(self, line: Measured) -> None:
        from django.db import connection, transaction

        from saathi.agencies import context

        with transaction.atomic():
            context.enter_staff_context(
                staff=self.visit.staff.id, agency=self.visit.staff.agency_id
            )
            # The driver itself, as on the plain side: Django's cursor alone costs .1 ms a query.
            driver: Any = connection.connection
            start = time.perf_counter()
            for statement in self.statements:
                driver.execute(statement, self._values).fetchall()
            line.secured.append((time.perf_counter() - start) * 1000)
            context.leave_context()


@cache
def _handler() -> Any:
    from django.test.client import ClientHandler

    return ClientHandler(enforce_csrf_checks=False)


def signed_in(staff: Any) -> Any:
    from django.test import Client

    from saathi.agencies.second_factor import SESSION_KEY

    client = Client(SERVER_NAME="localhost")
    client.handler = _handler()  # the middleware is set up once, as in a server
    client.force_login(staff, "saathi.agencies.sign_in.backend.StaffBackend")
    session = client.session
    session[SESSION_KEY] = True
    session.save()
    return client


def measure(line: Measured, work: Callable[[], Any], hand: ByHand, status: int) -> Any:
    """One request and, right after it, the hand-written SQL for the same rows."""
    from django.db import connection

    watch = Watch()
    start, processor = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(watch):
        response = work()
    line.server.append((time.perf_counter() - start) * 1000)
    line.processor.append((time.process_time() - processor) * 1000)
    if response.status_code != status:
        raise SystemExit(f"{line.what}: {response.status_code}, {response.headers}")
    asked = [item for item in watch.asked if not item[0].startswith(AROUND)]
    line.database.append(sum(milliseconds for _, milliseconds in watch.asked))
    line.queries.append(len(asked))
    for sql, milliseconds in asked:
        line.seen[sql] = max(line.seen.get(sql, 0.0), milliseconds)
    hand.measure(line)
    return response


def read_whole(maintenance: Any) -> dict[str, int]:
    """How often each large table was read from end to end since the server started."""
    maintenance.execute("SELECT pg_stat_force_next_flush()")
    rows = maintenance.execute(
        "SELECT s.relname, s.seq_scan FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid "
        "WHERE c.reltuples > %s",
        [LARGE],
    ).fetchall()
    return dict(rows)


def explain(lines: list[Measured]) -> None:
    """The queries that took longest once, for their optimisation."""
    slow = sorted(
        ((ms, line.what, sql) for line in lines for sql, ms in line.seen.items()), reverse=True
    )
    for milliseconds, what, sql in slow[:4]:
        print(f"  slowest once {milliseconds:6.1f} ms  {what}: {sql[:150]}")


def _on_one_processor(*connections: psycopg.Connection[Any]) -> None:
    """Keeps this process and the backends of its connections on one processor.

    A backend that the scheduler puts elsewhere answers each query up to .08 ms later, since another
    processor has to wake up: which of two sides that hits is chance, and more than what is measured.
    """
    if not hasattr(os, "sched_setaffinity"):
        return  # not Linux: the figures hold what chance adds
    processor = {min(os.sched_getaffinity(0))}
    os.sched_setaffinity(0, processor)
    for connection in connections:
        backend = connection.info.backend_pid
        with suppress(OSError):  # a server on another machine, or another user's
            if b"postgres" in Path(f"/proc/{backend}/cmdline").read_bytes():
                os.sched_setaffinity(backend, processor)


@contextmanager
def nation() -> Iterator[Any]:
    """An installation with its children, Django set up as in serving; gives a maintenance connection."""
    from saathi.config import env, start

    with ExitStack() as stack:
        if "SAATHI_HOME" not in os.environ:
            os.environ["SAATHI_HOME"] = stack.enter_context(tempfile.TemporaryDirectory())
        os.environ |= {"SAATHI_DEMO": "yes", "SAATHI_HTTPS": "no", "SAATHI_PROCESS": "web"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "saathi.config.settings"
        stack.enter_context(start.database())
        start.run_command("migrate")
        start.run_command("simulate", "--children", str(CHILDREN), "--if-empty")
        maintenance = stack.enter_context(
            psycopg.connect(env.text("SAATHI_DATABASE_URL_MAINTENANCE"), autocommit=True)
        )
        maintenance.prepare_threshold = env.PREPARED_AT  # as Django has it
        import django
        from django.conf import settings
        from django.test.utils import setup_test_environment

        settings.STORAGES["staticfiles"] = {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        }
        warnings.filterwarnings("ignore", message="No directory at")
        django.setup()
        from django.db.backends.signals import connection_created

        def follow(connection: Any, **_kwargs: Any) -> None:
            _on_one_processor(connection.connection)

        connection_created.connect(follow)
        stack.callback(connection_created.disconnect, follow)
        _on_one_processor(maintenance)
        setup_test_environment()
        logging.disable(logging.INFO)  # a line a request, which a server writes elsewhere
        yield maintenance


def printed(maintenance: Any, measured: Callable[[], list[Measured]]) -> None:
    """The table of what was measured, how busy the machine was, what was read from end to end."""
    from django.db import connections

    [(children,)] = maintenance.execute("SELECT count(*) FROM people_child").fetchall()
    before = read_whole(maintenance)
    lines = measured()
    load = os.getloadavg()[0]
    print(f"{children} children, {REQUESTS} requests of each page, load average {load:.1f}\n{HEAD}")
    for line in lines:
        print(line)
    time.sleep(1.5)  # what a connection counted reaches the others within a second
    connections.close_all()
    after = read_whole(maintenance)
    whole = {name: after[name] - before.get(name, 0) for name in after}
    whole = {name: times for name, times in whole.items() if times}
    print(f"large tables read from end to end: {whole or 'none'}")
    explain(lines)
