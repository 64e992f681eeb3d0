"""`saathi rotate-keys` while people work: no interruption, everything opens, the old key is retired."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from bench import kill
from bench.load import SEARCHES_AN_HOUR, Person, Request, Trouble
from saathi.infra.embedded import EmbeddedServer
from tests.ops.homes import saathi
from tests.ops.installations import serving

pytestmark = [pytest.mark.slow, pytest.mark.deploy, pytest.mark.xdist_group("rotation")]
WITHOUT_SEARCH = ("file", "visit")
KINDS = ("file", "find", "visit")  # to look, to make a file with a key of its own, to write


@dataclass
class Work(threading.Thread):
    """One person who goes on working, and the result of each action."""

    person: Person
    outcomes: list[str] = field(default_factory=list)
    visits: list[str] = field(default_factory=list)
    ends: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        while not self.ends.is_set():
            # The number of searches in an hour is limited.
            searches = len(self.outcomes) // len(KINDS)
            kinds = KINDS if searches < SEARCHES_AN_HOUR - 1 else WITHOUT_SEARCH
            for kind in kinds:
                key, about = str(uuid4()), self.person.about
                request = Request(kind, about["staff"], about["files"][0], key, time.time())
                try:
                    self.outcomes.append(self.person.do(request))
                except Trouble as trouble:
                    self.outcomes.append(f"{kind} {trouble}")
                if kind == "visit" and self.outcomes[-1] == "ok":
                    self.visits.append(f"kept {key}")


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with kill.installed(150) as home, EmbeddedServer(home):
        yield home


def keys_in_use(home: Path) -> set[str]:
    with psycopg.connect(EmbeddedServer(home).url("maintenance")) as connection:
        return {kek for (kek,) in connection.execute("SELECT DISTINCT kek_id FROM vault_key")}


def files_of_keys(home: Path) -> set[str]:
    names = (path.name for path in (home / "keys").glob("root-*.key"))
    return {name.removeprefix("root-").removesuffix(".key") for name in names}


def test_keys_are_rotated_and_retired_while_people_work(home: Path) -> None:
    [old] = keys_in_use(home)
    with serving(home, workers=2) as running:
        people = [Person(running.port, about) for about in kill.said_by_people(home, "in")[:4]]
        working = [Work(person) for person in people]
        for result in working:
            result.start()

        output = saathi(home, "rotate-keys")
        [new] = files_of_keys(home) - {old}
        assert f"The root key is now {new}" in output
        time.sleep(2)
        assert keys_in_use(home) == {new}
        before = sum(len(item.outcomes) for item in working)
        assert f"root-{old}.key" in saathi(home, "rotate-keys", "--retire", old)
        time.sleep(6)

        for result in working:
            result.ends.set()
        for result in working:
            result.join(60)
        done = [outcome for result in working for outcome in result.outcomes]
    assert set(done) == {"ok"}
    assert len(done) > before + 4  # also after the old key was gone
    assert keys_in_use(home) == {new}
    assert files_of_keys(home) == {new}
    kept = set(kill.said_by_people(home, "visits"))
    assert {note for entry in working for note in entry.visits} <= kept
    with psycopg.connect(EmbeddedServer(home).url("auditor")) as connection:
        query = "SELECT count(*) FROM audit_entry WHERE kind = 'keys_rotated'"
        assert connection.execute(query).fetchone() == (1,)


def test_key_that_cannot_be_retired_is_reported_in_plain_words(home: Path) -> None:
    [active] = keys_in_use(home)
    output = saathi(home, "rotate-keys", "--retire", active, good=False)
    assert f"Root key {active} is the one in use" in output
    output = saathi(home, "rotate-keys", "--retire", "20200101-nobody", good=False)
    assert "There is no root key 20200101-nobody" in output
    assert "Traceback" not in output
    assert keys_in_use(home) == {active}
    assert files_of_keys(home) == {active}
