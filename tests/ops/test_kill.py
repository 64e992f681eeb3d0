"""Each process of an installation is killed while it works: it is restarted, and nothing is lost."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest

from saathi.infra.embedded import EmbeddedServer
from tests.ops.homes import migrated, saathi
from tests.ops.installations import Installation, serving, until

pytestmark = [pytest.mark.slow, pytest.mark.deploy]
INSERT = "INSERT INTO audit_entry (id, kind) VALUES (%s, 'loaded')"


class Writer(threading.Thread):
    """Writes as a process without a signed-in person does, each row in its own transaction, and notes what was confirmed."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self.address = address
        self.confirmed: list[UUID] = []
        self.failed = 0
        self.ends = threading.Event()

    def run(self) -> None:
        while not self.ends.is_set():
            try:
                with psycopg.connect(self.address, autocommit=True) as connection:
                    while not self.ends.wait(0.03):
                        result = uuid4()
                        connection.execute(INSERT, [result])
                        self.confirmed.append(result)
            except psycopg.Error:
                self.failed += 1
                time.sleep(0.1)


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    migrated(tmp_path / "home")
    with serving(tmp_path / "home") as running:
        yield running
    EmbeddedServer(tmp_path / "home").remove()


def test_killed_processes_come_back_and_confirmed_writes_stay(
    installation: Installation,
) -> None:
    server = EmbeddedServer(installation.home)
    writer = Writer(server.url("saathi_worker"))
    writer.start()
    until(lambda: len(writer.confirmed) > 20)
    until(
        lambda: (
            _stands_behind(installation, "work")
            and _stands_behind(installation, "run-exchange-jobs")
        )
    )

    for word in ("wsgi:application", "work", "seal"):
        (before,) = installation.part(word)
        os.kill(before, signal.SIGKILL)
        until(lambda word=word, before=before: installation.part(word) not in ([], [before]))  # type: ignore[misc]
    until(installation.answers)

    running = server.status().pid
    assert running is not None
    os.kill(running, signal.SIGKILL)
    until(lambda: server.status().pid not in {None, running})
    known = len(writer.confirmed)
    until(lambda: len(writer.confirmed) > known + 20)
    until(installation.answers)

    writer.ends.set()
    writer.join()
    assert writer.failed >= 1  # the database was away for a moment
    with psycopg.connect(server.url("saathi_auditor")) as connection:
        query = "SELECT id FROM audit_entry WHERE kind = 'loaded'"
        kept = {item for (item,) in connection.execute(query)}
    assert set(writer.confirmed) <= kept
    assert len(kept) - len(writer.confirmed) <= writer.failed  # at most the one under way
    saathi(installation.home, "audit", "verify")


def _stands_behind(installation: Installation, word: str) -> bool:
    """Whether the processor serves this part after the pages."""
    (part,), (web, *_rest) = installation.part(word), installation.web_workers()
    return os.getpriority(os.PRIO_PROCESS, part) > os.getpriority(os.PRIO_PROCESS, web)
