"""A whole installation whose web process uses PgBouncer, with two connections for all requests."""

import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from bench import kill
from bench.load import Person
from saathi.infra.embedded import EmbeddedServer
from saathi.infra.roles import login_roles
from tests.ops.homes import saathi
from tests.ops.installations import Installation, serving
from tests.pooler import Pooler, needs_pgbouncer

pytestmark = [
    pytest.mark.slow,
    pytest.mark.deploy,
    needs_pgbouncer,
    pytest.mark.xdist_group("pooler"),
]
CODE = re.compile(r"\b[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{2}\b")


@dataclass(frozen=True)
class Pooled:
    """The installation, its pooler, people who are signed in, and whose child has which code."""

    running: Installation
    server: EmbeddedServer
    pooler: Pooler
    people: list[Person]
    codes: dict[str, str]  # file -> code

    def opened_to(self, person: Person) -> set[str]:
        """The files that the person may see now."""
        with psycopg.connect(self.server.url("maintenance")) as connection:
            query = "SELECT file_id::text FROM agencies_grant WHERE principal = %s"
            return {file for (file,) in connection.execute(query, [person.about["staff"]])}

    def foreign(self, person: Person) -> str:
        """A child's file that the person may not see now."""
        return min(self.codes.keys() - self.opened_to(person))

    def entries(self, kind: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.server.url("auditor")) as connection:
            query = 'SELECT "by"::text, file_id::text, detail FROM audit_entry WHERE kind = %s ORDER BY id'
            return connection.execute(query, [kind]).fetchall()


CARRIER = "saathi-carrier"  # what the connections of its queue are known by


def addresses(server: EmbeddedServer, pooler: Pooler) -> dict[str, str]:
    """The settings of docs/operations.md: the web through the pooler, all others directly."""
    names = (role.removeprefix("saathi_") for role in login_roles())
    direct = {
        f"SAATHI_DATABASE_URL_{name.upper()}": server.url(name) for name in names if name != "app"
    }
    carrier = server.url("carrier")
    mark = f"{'&' if '?' in carrier else '?'}application_name={CARRIER}"
    return direct | {
        "SAATHI_DATABASE_URL_CARRIER": f"{carrier}{mark}",
        "SAATHI_DATABASE_URL": pooler.url(),
        "SAATHI_DATABASE_URL_REFUSALS": pooler.url("saathi_refusals"),
    }


@pytest.fixture(scope="module")
def pooled() -> Iterator[Pooled]:
    with (
        kill.installed(80) as home,
        EmbeddedServer(home) as server,
        Pooler(server, size=2) as pooler,
    ):
        people = kill.said_by_people(home, "in")
        with psycopg.connect(server.url("maintenance")) as connection:
            rows = connection.execute("SELECT file_id::text, code FROM people_child").fetchall()
        with serving(home, workers=2, **addresses(server, pooler)) as running:
            signed_in = [Person(running.port, about) for about in people]
            yield Pooled(running, server, pooler, signed_in, dict(rows))


def test_two_pooled_connections_show_each_worker_only_permitted_files(pooled: Pooled) -> None:
    together = threading.Barrier(12)

    def work(person: Person) -> list[str]:
        wrong = []
        codes = {pooled.codes[file] for file in pooled.opened_to(person) if file in pooled.codes}
        foreign = pooled.foreign(person)
        together.wait(30)
        for _ in range(3):
            for file in person.about["files"][:2]:
                own = person.ask(f"/child/{file}/")
                if own.status != 200 or pooled.codes[file] not in own.page:
                    wrong.append(f"own file: {own.status}")
            stranger = person.ask(f"/child/{foreign}/")
            if stranger.status != 404:
                wrong.append(f"foreign file: {stranger.status}")
            day = person.ask("/")
            if day.status != 200 or not set(CODE.findall(day.page)) <= codes:
                wrong.append(f"day: {day.status}")
        return wrong

    with ThreadPoolExecutor(12) as pool:
        wrong = list(pool.map(work, (pooled.people * 2)[:12]))
    assert wrong == [[]] * 12
    with psycopg.connect(pooled.server.url("maintenance")) as connection:
        [(servers,)] = connection.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE usename = 'saathi_app' AND application_name <> %s",
            [CARRIER],
        ).fetchall()
    assert servers <= 4  # two for requests, two for refusals


def test_a_visit_is_recorded_once_however_often_it_is_sent(pooled: Pooled) -> None:
    person = pooled.people[0]
    file, key = person.about["files"][0], str(uuid4())
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: person._recorded(file, key), range(4)))
    assert answers == ["ok"] * 4
    assert kill.said_by_people(pooled.running.home, "visits").count(f"kept {key}") == 1


def test_a_refusal_stays_on_record_though_its_request_was_rolled_back(pooled: Pooled) -> None:
    person = pooled.people[1]
    before = len(pooled.entries("refused"))
    assert person.ask(f"/child/{pooled.foreign(person)}/").status == 404
    refused = pooled.entries("refused")
    assert len(refused) == before + 1
    assert refused[-1][0] == person.about["staff"]


def test_concurrent_emergency_accesses_do_not_block_each_other(pooled: Pooled) -> None:
    pairs = [(person, pooled.foreign(person)) for person in pooled.people[:4]]
    together = threading.Barrier(len(pairs))

    def emergency_access(pair: tuple[Person, str]) -> tuple[str, float]:
        person, file = pair
        form = {
            "code": pooled.codes[file],
            "reason": "danger",
            "hours": "2",
            "form_key": str(uuid4()),
        }
        together.wait(30)
        begun = time.monotonic()
        return person.ask("/emergency/", form).leads_to, time.monotonic() - begun

    with ThreadPoolExecutor(len(pairs)) as pool:
        answers = list(pool.map(emergency_access, pairs))
    assert [leads_to for leads_to, _ in answers] == [f"/child/{file}/" for _, file in pairs]
    assert max(seconds for _, seconds in answers) < 9  # the pooler's patience is ten
    opened = {(by, file) for by, file, _ in pooled.entries("glass_broken")}
    assert opened >= {(person.about["staff"], file) for person, file in pairs}
    for person, file in pairs:
        assert pooled.codes[file] in person.ask(f"/child/{file}/").page


def test_the_jobs_of_requests_are_done_by_the_worker(pooled: Pooled) -> None:
    assert pooled.people[2]._found(str(uuid4())) == "ok"
    with psycopg.connect(pooled.server.url("maintenance"), autocommit=True) as connection:
        end = time.monotonic() + 30
        query = (
            "SELECT count(*) FILTER (WHERE status = 'succeeded'), count(*) FROM procrastinate_jobs"
        )
        while time.monotonic() < end:
            [(done, everything)] = connection.execute(query).fetchall()
            if done == everything > 0:
                return
            time.sleep(0.2)
    pytest.fail(f"{done} of {everything} jobs are done")


# --- What the doctor says of it -------------------------------------------------------------------
WAY = "way to the database"


def doctor(home: Path, settings: dict[str, str]) -> str:
    output = saathi(home, "doctor", good=False, **settings)  # there is no mail server
    return "\n".join(line for line in output.splitlines() if WAY in line)


def test_doctor_accepts_documented_pooler_settings(pooled: Pooled) -> None:
    assert doctor(pooled.running.home, addresses(pooled.server, pooled.pooler)) == f"ok    {WAY}"
    assert doctor(pooled.running.home, {}) == f"ok    {WAY}"  # directly, to the embedded server


def test_doctor_reports_roles_that_must_bypass_the_pooler(pooled: Pooled) -> None:
    changes = (("server_reset_query_always", "0"),)
    with Pooler(pooled.server, size=1, changes=changes, roles=("app", "worker")) as careless:
        settings = addresses(pooled.server, careless)
        settings["SAATHI_DATABASE_URL_WORKER"] = careless.url(role="worker")
        del settings["SAATHI_DATABASE_URL_REFUSALS"]
        output = doctor(pooled.running.home, settings)
    assert "the worker connects through a pooler" in output
    assert "can block each other" in output
    assert "the pooler passes session settings of one client" in output
