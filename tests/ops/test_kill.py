"""Each process of an installation is killed while it works: it comes back, and nothing is lost."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest

from saathi.infra.embedded import EmbeddedServer
from tests.ops.homes import environment, saathi

pytestmark = pytest.mark.slow
INSERT = "INSERT INTO audit_entry (id, kind) VALUES (%s, 'loaded')"


class Writer(threading.Thread):
    """Writes as the web role does, each row in its own transaction, and notes what was confirmed."""

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
                        one = uuid4()
                        connection.execute(INSERT, [one])
                        self.confirmed.append(one)
            except psycopg.Error:
                self.failed += 1
                time.sleep(0.1)


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[tuple[Path, int, int]]:
    home = tmp_path / "home"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "saathi.config.command", "serve", "--port", str(port)]
    with (tmp_path / "said").open("wb") as said:
        running = subprocess.Popen(
            [*command, "--workers", "1"], env=environment(home), stdout=said, stderr=said
        )
    yield home, port, running.pid
    running.terminate()
    running.wait(timeout=40)
    EmbeddedServer(home).remove()


def answers(port: int) -> bool:
    try:
        address = f"http://127.0.0.1:{port}/account/login/"
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come back in time"
        time.sleep(0.2)


def children_of(parent: int, word: str) -> list[int]:
    """The processes that this one started and whose command line holds the word."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            above = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            line = (entry / "cmdline").read_bytes().decode().split("\0")
        except (OSError, ValueError):
            continue
        if above == parent and any(part.endswith(word) for part in line):
            found.append(int(entry.name))
    return found


def test_killed_processes_come_back_and_confirmed_writes_stay(
    installation: tuple[Path, int, int],
) -> None:
    home, port, supervisor = installation
    until(lambda: answers(port), 120)
    server = EmbeddedServer(home)
    writer = Writer(server.url("saathi_app"))
    writer.start()
    until(lambda: len(writer.confirmed) > 20)

    for word in ("wsgi:application", "work", "seal"):
        (before,) = children_of(supervisor, word)
        os.kill(before, signal.SIGKILL)
        until(lambda word=word, before=before: children_of(supervisor, word) not in ([], [before]))  # type: ignore[misc]
    until(lambda: answers(port))

    running = server.status().pid
    assert running is not None
    os.kill(running, signal.SIGKILL)
    until(lambda: server.status().pid not in {None, running})
    known = len(writer.confirmed)
    until(lambda: len(writer.confirmed) > known + 20)
    until(lambda: answers(port))

    writer.ends.set()
    writer.join()
    assert writer.failed >= 1  # the database was away for a moment
    with psycopg.connect(server.url("saathi_auditor")) as connection:
        query = "SELECT id FROM audit_entry WHERE kind = 'loaded'"
        kept = {one for (one,) in connection.execute(query)}
    assert set(writer.confirmed) <= kept
    assert len(kept) - len(writer.confirmed) <= writer.failed  # at most the one under way
    saathi(home, "audit", "verify")
