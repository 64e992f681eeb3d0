"""What pages cost at 100,000 children, beside hand-written SQL without security in the same run.

Run: `python bench/pages.py [children] [requests]`. With SAATHI_HOME it uses that installation, and
loads children into it where it has none; without, a server of its own, which goes away again.
Server time: one request through the whole of Django, middleware and rendering, in this process.
Database time: what this process waits for answers to queries, as it does in serving.
"""
# ruff: noqa: PLC0415 - Django and its settings wait until the bench has a server

import logging
import os
import random
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import psycopg

CHILDREN = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
REQUESTS = int(sys.argv[2]) if len(sys.argv) > 2 else 200
WARM = 10
LARGE = 5_000
# A search is limited for each person in an hour; so many workers that nobody meets the limit.
WORKERS = 60
AROUND = ("SELECT set_config", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET ")


@dataclass
class Measured:
    """One line of the table."""

    what: str
    server: list[float] = field(default_factory=list)
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
        security = percentile(self.secured, 50) - percentile(self.plain, 50)
        return (
            f"{self.what:<14}{max(self.queries):>8}{both(self.server)}{both(self.database)}"
            f"{both(self.secured)}{both(self.plain)}{ratio:>7.1f}{security:>9.2f}"
            f"{security / self.statements:>10.2f}"
        )


# "by hand, secured": the same hand-written SQL as the web role, with context and row security. Its
# difference to "by hand, plain" is what security costs; the rest of a page's database time is what
# the page asks more than the hand-written SQL, and how Django writes it. A right is proved row by row
# (some 5 microseconds each), so a list of fifty costs more a query than a file that is looked up.
HEAD = (
    f"{'':<14}{'queries':>8}{'server ms':>16}{'database ms':>16}{'by hand, secured':>16}"
    f"{'by hand, plain':>16}{'ratio':>7}{'+ms/page':>9}{'+ms/query':>10}\n{'':<14}{'most':>8}"
    + f"{'p50':>8}{'p95':>8}"
    * 4
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
    """One member of staff and one child of hers, with a search that finds the child."""

    staff: Any
    child: UUID
    file: UUID
    search: dict[str, str]


# --- By hand, without security: what a page would ask if everybody might see everything. ---------
def statements(text: str) -> list[str]:
    return [statement.strip() for statement in text.split(";")]


FILE = statements("""
SELECT * FROM people_child WHERE file_id = %(file)s;
SELECT * FROM people_agestatement WHERE file_id = %(file)s;
SELECT c.*, (SELECT min(assessed_on) FROM cases_assessment a WHERE a.case_id = c.id),
       (SELECT min(approved_on) FROM care_plans_plan p WHERE p.case_id = c.id)
FROM cases_case c WHERE c.file_id = %(file)s ORDER BY opened_on DESC LIMIT 1;
SELECT * FROM cases_due WHERE file_id = %(file)s AND done_on IS NULL ORDER BY due_on;
SELECT * FROM participation_statement WHERE file_id = %(file)s ORDER BY said_on DESC LIMIT 20;
SELECT p.id, p.number, p.state, g.*, count(s.id), count(s.id) FILTER (WHERE s.state = 'done')
FROM care_plans_plan p LEFT JOIN care_plans_goal g ON g.plan_id = p.id
LEFT JOIN care_plans_step s ON s.goal_id = g.id WHERE p.file_id = %(file)s
GROUP BY p.id, g.id ORDER BY p.number DESC, g.number;
SELECT s.*, t.name FROM cases_seat s LEFT JOIN agencies_staff t ON t.id = s.staff_id
WHERE s.file_id = %(file)s;
SELECT happened_at, kind, outcome FROM cases_visit WHERE file_id = %(file)s
ORDER BY happened_at DESC LIMIT 10;
SELECT wrapped, kek_id FROM vault_key WHERE file_id = %(file)s
""")
DAY = statements("""
SELECT d.*, c.*, k.* FROM cases_due d JOIN cases_case c ON c.id = d.case_id
JOIN people_child k ON k.id = c.child_id WHERE d.worker_id = %(staff)s AND d.done_on IS NULL
ORDER BY d.due_on, d.id LIMIT 51;
SELECT c.*, k.* FROM cases_case c JOIN people_child k ON k.id = c.child_id
WHERE c.worker_id = %(staff)s AND c.status IN ('open', 'closing_asked')
ORDER BY c.opened_on DESC LIMIT 50;
SELECT stage, count(*) FROM cases_case WHERE worker_id = %(staff)s
AND status IN ('open', 'closing_asked') GROUP BY stage;
SELECT * FROM agencies_notice WHERE staff_id = %(staff)s AND read_at IS NULL
ORDER BY given_at DESC LIMIT 20;
SELECT v.* FROM vault_key v JOIN cases_case c ON c.file_id = v.file_id
WHERE c.worker_id = %(staff)s AND c.status IN ('open', 'closing_asked')
""")
# A worker's own children are read and compared by name.
FIND = statements("""
SELECT g.file_id FROM agencies_grant g JOIN agencies_file f ON f.id = g.file_id
WHERE g.principal = %(staff)s AND g.reads & 1 > 0 AND f.kind = 'child' AND g.starts_at <= now()
AND (g.ends_at IS NULL OR g.ends_at > now()) LIMIT 501;
SELECT c.* FROM people_child c JOIN agencies_grant g ON g.file_id = c.file_id
WHERE g.principal = %(staff)s;
SELECT k.* FROM vault_key k JOIN agencies_grant g ON g.file_id = k.file_id
WHERE g.principal = %(staff)s;
SELECT * FROM people_agestatement WHERE file_id = %(file)s
""")
# What is sent off is one enquiry with its file, key and job: nothing is read for the answer.
ASK = statements("SELECT count(*) FROM intake_enquiry WHERE recorded_by = %(staff)s")


@dataclass
class ByHand:
    """Hand-written SQL, asked twice in turn: without security, and as the web role with it."""

    maintenance: Any
    visit: Visit
    statements: Sequence[str]

    def measure(self, line: Measured) -> None:
        """Plain first or secured first in turn: the first finds less in the caches."""
        line.statements = len(self.statements)
        both = [self._plainly, self._securely]
        for ask in both if len(line.plain) % 2 else reversed(both):
            ask(line)

    @property
    def _values(self) -> dict[str, Any]:
        visit = self.visit
        return {"file": visit.file, "staff": visit.staff.id}

    def _plainly(self, line: Measured) -> None:
        start = time.perf_counter()
        for statement in self.statements:
            self.maintenance.execute(statement, self._values).fetchall()
        line.plain.append((time.perf_counter() - start) * 1000)

    def _securely(self, line: Measured) -> None:
        from django.db import connection, transaction

        from saathi.agencies import context

        with transaction.atomic(), connection.cursor() as cursor:
            context.enter(staff=self.visit.staff.id, agency=self.visit.staff.agency_id)
            start = time.perf_counter()
            for statement in self.statements:
                cursor.execute(statement, self._values)
                cursor.fetchall()
            line.secured.append((time.perf_counter() - start) * 1000)
            context.leave()


# --- The pages ------------------------------------------------------------------------------------
def visits(maintenance: Any) -> list[Visit]:
    """Members of staff by chance, each with children of her own."""
    from django.db import transaction

    from saathi.agencies import context
    from saathi.agencies.models import Staff
    from saathi.people.models import Child
    from saathi.protection.cases.models import Case
    from saathi.vault import store as vault

    found = maintenance.execute(
        "SELECT id FROM agencies_staff WHERE bundle = 'case_worker' ORDER BY md5(id::text) LIMIT %s",
        [WORKERS],
    ).fetchall()
    chosen: list[Visit] = []
    for (staff_id,) in found:
        staff = Staff.objects.get(pk=staff_id)
        with transaction.atomic(), vault.keyring():
            context.enter(staff=staff.id, agency=staff.agency_id)
            files = Case.objects.filter(worker=staff.id, status="open").values("file_id")[:8]
            for child in Child.objects.filter(file_id__in=[f["file_id"] for f in files]):
                name = vault.open(child)["names"][0]["text"]
                search = {
                    "name": name,
                    "district": child.home_district,
                    "gender": child.gender,
                    "language": child.languages[0],
                    "purpose": "new_report",
                }
                chosen.append(Visit(staff, child.id, child.file_id, search))
    random.Random(1).shuffle(chosen)
    return chosen


def signed_in(staff: Any) -> Any:
    from django.test import Client

    from saathi.agencies.second_factor import KNOWN

    client = Client(SERVER_NAME="localhost")
    client.force_login(staff, "allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[KNOWN] = True
    session.save()
    return client


def measure(line: Measured, work: Callable[[], Any], hand: ByHand, status: int) -> Any:
    """One request and, right after it, the hand-written SQL for the same rows."""
    from django.db import connection

    watch = Watch()
    start = time.perf_counter()
    with connection.execute_wrapper(watch):
        response = work()
    line.server.append((time.perf_counter() - start) * 1000)
    if response.status_code != status:
        raise SystemExit(f"{line.what}: {response.status_code}, {response.headers}")
    asked = [one for one in watch.asked if not one[0].startswith(AROUND)]
    line.database.append(sum(milliseconds for _, milliseconds in watch.asked))
    line.queries.append(len(asked))
    for sql, milliseconds in asked:
        line.seen[sql] = max(line.seen.get(sql, 0.0), milliseconds)
    hand.measure(line)
    return response


PAGES = ("child's file", "my day", "find: ask", "find: answer")


def run(maintenance: Any, chosen: list[Visit]) -> list[Measured]:
    """Every page in turn for one child after the other."""
    from django.urls import reverse

    clients = {visit.staff.id: signed_in(visit.staff) for visit in chosen}
    day, find = reverse("desk:my_day"), reverse("desk:find_child")
    lines = [Measured(what) for what in PAGES]
    for number in range(REQUESTS + WARM):
        if number == WARM:
            lines = [Measured(what) for what in PAGES]
        visit = chosen[number % len(chosen)]
        get, post = clients[visit.staff.id].get, clients[visit.staff.id].post
        hand = partial(ByHand, maintenance, visit)
        file = reverse("desk:child_file", args=[visit.file])
        measure(lines[0], partial(get, file), hand(FILE), 200)
        measure(lines[1], partial(get, day), hand(DAY), 200)
        asked = visit.search | {"form_key": str(uuid4())}
        sent = measure(lines[2], partial(post, find, asked), hand(ASK), 302)
        measure(lines[3], partial(get, sent["Location"]), hand(FIND), 200)
    return lines


def overhead(chosen: list[Visit]) -> None:
    """Context, audit entry and durable commit, as each request has them, and nothing else."""
    from django.db import connection, transaction

    from saathi import audit
    from saathi.agencies import context

    def request(visit: Visit, *, secured: bool) -> float:
        start = time.perf_counter()
        with transaction.atomic():
            if secured:
                context.enter(staff=visit.staff.id, agency=visit.staff.agency_id)
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            if secured:
                audit.record(
                    audit.Kind.LOOKED,
                    by=visit.staff.id,
                    agency=visit.staff.agency_id,
                    file_id=visit.file,
                    objects=[visit.child],
                    purpose="own_case",
                )
                context.leave()
        return (time.perf_counter() - start) * 1000

    bare = [request(visit, secured=False) for visit in chosen[:200]]
    whole = [request(visit, secured=True) for visit in chosen[:200]]
    for share in (50, 95):
        more = percentile(whole, share) - percentile(bare, share)
        print(f"context + audit + commit a request, p{share}: {more:.2f} ms")


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
    """The queries that took longest once, for whoever makes them faster."""
    slow = sorted(
        ((ms, line.what, sql) for line in lines for sql, ms in line.seen.items()), reverse=True
    )
    for milliseconds, what, sql in slow[:4]:
        print(f"  slowest once {milliseconds:6.1f} ms  {what}: {sql[:150]}")


def main() -> None:
    from saathi.config import env, start

    with ExitStack() as stack:
        if "SAATHI_HOME" not in os.environ:
            os.environ["SAATHI_HOME"] = stack.enter_context(tempfile.TemporaryDirectory())
        os.environ |= {"SAATHI_DEMO": "yes", "SAATHI_HTTPS": "no", "SAATHI_PROCESS": "web"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "saathi.config.settings"
        stack.enter_context(start.database())
        start.command("migrate")
        start.command("simulate", "--children", str(CHILDREN), "--if-empty")
        maintenance = stack.enter_context(
            psycopg.connect(env.text("SAATHI_DATABASE_URL_MAINTENANCE"), autocommit=True)
        )
        maintenance.prepare_threshold = env.PREPARED_AT  # as Django has it
        [(children,)] = maintenance.execute("SELECT count(*) FROM people_child").fetchall()

        import django
        from django.conf import settings
        from django.test.utils import setup_test_environment

        settings.STORAGES["staticfiles"] = {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        }
        warnings.filterwarnings("ignore", message="No directory at")
        django.setup()
        setup_test_environment()
        logging.disable(logging.INFO)  # a line a request, which a server writes elsewhere
        chosen = visits(maintenance)
        before = read_whole(maintenance)
        lines = run(maintenance, chosen)
        print(f"{children} children, {REQUESTS} requests of each page\n{HEAD}")
        for line in lines:
            print(line)
        overhead(chosen)
        time.sleep(1.5)  # what a connection counted reaches the others within a second
        from django.db import connections

        connections.close_all()
        after = read_whole(maintenance)
        whole = {name: after[name] - before.get(name, 0) for name in after}
        whole = {name: times for name, times in whole.items() if times}
        print(f"large tables read from end to end: {whole or 'none'}")
        explain(lines)


if __name__ == "__main__":
    main()
