"""A home whose heads are sent, and what tests of sending share."""

import socket
from dataclasses import dataclass
from pathlib import Path

from saathi.audit import heads_copies
from saathi.audit.destinations import HeadsDestination
from saathi.audit.heads_sending import HeadsSender
from saathi.audit.verification_report import VerificationReport


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

    def sender(self, destination: HeadsDestination) -> HeadsSender:
        return HeadsSender(self.path, self.heads, destination)


def read(place: Path) -> bytes:
    report = VerificationReport()
    with heads_copies.open_copy_as_file(place, report) as whole:
        assert report.is_log_intact, report.findings
        return whole.read_bytes()


def free_port() -> int:
    """A port at which no process listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
