"""A real installation that serves: its supervisor, its processes, its log; and waiting for it."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.ops.homes import environment

STOP_SECONDS = 40


@dataclass(frozen=True)
class Installation:
    """One `saathi serve`, started as an operator starts it."""

    home: Path
    port: int
    supervisor: int
    log: Path

    def part(self, word: str) -> list[int]:
        """The processes of one part: `wsgi:application`, `work` or `seal`."""
        return children_of(self.supervisor, word)

    def web_workers(self) -> list[int]:
        """The processes that answer requests, below the web server's own."""
        return [
            pid
            for server in self.part("wsgi:application")
            for pid in children_of(server, "wsgi:application")
        ]

    def answers(self) -> bool:
        """Whether the sign-in page comes."""
        try:
            address = f"http://127.0.0.1:{self.port}/account/login/"
            with urllib.request.urlopen(address, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


@contextmanager
def serving(
    home: Path, *, workers: int = 1, patience: float = 180, **settings: str
) -> Iterator[Installation]:
    """Serves until the block ends, on a free port; the home and its database stay."""
    port = free_port()
    command = [sys.executable, "-m", "saathi.config.command", "serve", "--port", str(port)]
    log = home.with_name(f"{home.name}.log")
    with log.open("wb") as said:
        running = subprocess.Popen(
            [*command, "--workers", str(workers)],
            env=environment(home, **settings),
            stdout=said,
            stderr=said,
        )
    installation = Installation(home, port, running.pid, log)

    def is_up() -> bool:
        assert running.poll() is None, f"it ended by itself:\n{log.read_text()[-3000:]}"
        return installation.answers()

    try:
        until(is_up, patience)
        yield installation
    finally:
        running.terminate()
        running.wait(timeout=STOP_SECONDS)


def free_port() -> int:
    """A port that is free at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    """Waits until it holds."""
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
