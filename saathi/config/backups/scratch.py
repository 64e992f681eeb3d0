"""Scratch homes: installations with a database server of their own, made for a check and removed after it.

They hold real keys and names for as long as a check takes, so each lies in a folder that the next check
clears as well, where the first was killed.
"""

import fcntl
import os
import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from saathi.config.backups.archives import BackupError
from saathi.infra.embedded import EmbeddedServer, EmbeddedServerError

IN_USE = "in-use"  # held by the process that made the home
# What rows, indexes and the journal of the load take on the disk for each byte in the archive: 1.9 was
# measured with 1,500 simulated children, without the journal.
GROWTH = 4
EMPTY_BYTES = 500_000_000  # of a server without rows, with its journal
KEPT_SETTINGS = ("SAATHI_KEY_BACKUP_DAYS",)
SAID = 5  # lines of a command that failed, at most


@dataclass(frozen=True)
class ScratchHome:
    """One scratch home whose server runs."""

    home: Path

    def environment(self) -> dict[str, str]:
        """Nothing of the installation that is checked: neither its database nor its secrets."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("SAATHI_") or name in KEPT_SETTINGS
        }
        return kept | {"SAATHI_HOME": str(self.home), "SAATHI_HTTPS": "no"}

    def run(self, *words: str | Path) -> str:
        """What a `saathi` command said; `BackupError` with its last lines where it failed."""
        return self.run_module("saathi.config.command", *words)

    def run_module(self, module: str, *words: str | Path) -> str:
        """The same of another module of ours."""
        done = subprocess.run(
            [sys.executable, "-m", module, *map(str, words)],
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
            raise BackupError("\n".join(said[-SAID:]).removeprefix("saathi: "))
        return done.stdout


@contextmanager
def folder(base: Path) -> Iterator[Path]:
    """A folder without a server for what passes from one scratch home to the next; removed in the end."""
    _prepare(base)
    with _place(base) as place:
        place.chmod(0o700)
        yield place


@contextmanager
def home(base: Path, *, size: int) -> Iterator[ScratchHome]:
    """A scratch home with a running server, removed in the end; `size` bytes will be loaded into it.

    `EmbeddedServerError` where no server can be started here.
    """
    _prepare(base)
    _require_space(base, size)
    with _place(base) as place, EmbeddedServer(place):
        yield ScratchHome(place)


@contextmanager
def _place(base: Path) -> Iterator[Path]:
    place = base / f"home-{secrets.token_hex(4)}"
    place.mkdir()
    place.chmod(0o711)  # the server's account passes through
    with (place / IN_USE).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield place
        finally:
            remove(place)


def _prepare(base: Path) -> None:
    signal.signal(signal.SIGTERM, _end)  # a service that is stopped removes what it made, too
    if not base.exists():
        base.mkdir(parents=True)
        base.chmod(0o711)  # the server's account passes through
    clear(base)


def _end(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + signal.SIGTERM)


def clear(base: Path) -> None:
    """Removes what a check left that was killed; leaves what another check is using."""
    for place in base.glob("home-*"):
        try:
            with (place / IN_USE).open("a") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                remove(place)
        except BlockingIOError:
            continue


def remove(place: Path) -> None:
    """Stops the server of a scratch home and removes all of it."""
    try:
        EmbeddedServer(place).remove()
    except EmbeddedServerError as error:
        raise BackupError(
            f"The scratch home {place} could not be removed ({error}). It holds keys and names: remove "
            "the folder yourself, or run the command again."
        ) from None
    shutil.rmtree(place, ignore_errors=True)


def _require_space(base: Path, size: int) -> None:
    needed = EMPTY_BYTES + GROWTH * size
    free = shutil.disk_usage(base).free
    if free < needed:
        raise BackupError(
            f"A scratch database in {base} needs about {needed / 1e9:.1f} GB, and {free / 1e9:.1f} GB "
            "are free. Name a folder on another disk with --scratch."
        )
