"""A home whose heads are sent, and what tests of sending share."""

import socket
from dataclasses import dataclass
from pathlib import Path

from saathi.audit import copies
from saathi.audit.destinations import Destination
from saathi.audit.report import Report
from saathi.audit.sending import Sender


@dataclass
class Home:
    """A home with a heads file that grows."""

    path: Path

    @property
    def heads(self) -> Path:
        return self.path / "audit" / "heads.jsonl"

    def grow(self, *lines: str) -> None:
        self.heads.parent.mkdir(parents=True, exist_ok=True)
        with self.heads.open("a") as file:
            file.write("".join(f"{line}\n" for line in lines))

    def sender(self, destination: Destination) -> Sender:
        return Sender(self.path, self.heads, destination)


def read(place: Path) -> bytes:
    report = Report()
    with copies.as_file(place, report) as whole:
        assert report.is_sound, report.findings
        return whole.read_bytes()


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
