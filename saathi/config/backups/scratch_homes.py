"""Scratch homes: temporary installations with their own database server, made for one check.

They contain real keys and names during a check, so each is in a folder that the next check also
clears, in case the first was killed.
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

IN_USE = "in-use"  # locked by the process that made the home
# Bytes on disk for rows, indexes and write-ahead log for each byte in the archive: 1.9 was measured
# with 1,500 simulated children, without the log.
GROWTH = 4
EMPTY_BYTES = 500_000_000  # an empty server with its write-ahead log
KEPT_SETTINGS = ("SAATHI_KEY_BACKUP_DAYS",)
SAID = 5  # maximum number of lines quoted from a failed command


@dataclass(frozen=True)
class ScratchHome:
    """A scratch home with a running database server."""

    home: Path

    def environment(self) -> dict[str, str]:
        """The environment without the database and the secrets of the installation that is checked."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("SAATHI_") or name in KEPT_SETTINGS
        }
        return kept | {"SAATHI_HOME": str(self.home), "SAATHI_HTTPS": "no"}

    def run(self, *words: str | Path) -> str:
        """The output of a `saathi` command; `BackupError` with its last lines if it failed."""
        return self.run_module("saathi.config.command", *words)

    def run_module(self, module: str, *words: str | Path) -> str:
        """The output of another Saathi module; errors as in `run`."""
        process = subprocess.run(
            [sys.executable, "-m", module, *map(str, words)],
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if process.returncode:
            output = [
                line for line in (process.stdout + process.stderr).splitlines() if line.strip()
            ]
            raise BackupError("\n".join(output[-SAID:]).removeprefix("saathi: "))
        return process.stdout


@contextmanager
def scratch_folder(base: Path) -> Iterator[Path]:
    """A folder without a server, for files passed between scratch homes; removed at the end."""
    _prepare(base)
    with _scratch_folder(base) as place:
        place.chmod(0o700)
        yield place


@contextmanager
def home(base: Path, *, size: int) -> Iterator[ScratchHome]:
    """A scratch home with a running server, removed at the end.

    `size` is the number of bytes that will be loaded into it.

    `EmbeddedServerError` if no server can be started here.
    """
    _prepare(base)
    _require_space(base, size)
    with _scratch_folder(base) as place, EmbeddedServer(place):
        yield ScratchHome(place)


@contextmanager
def _scratch_folder(base: Path) -> Iterator[Path]:
    place = base / f"home-{secrets.token_hex(4)}"
    place.mkdir()
    place.chmod(0o711)  # the server's account must be able to traverse it
    with (place / IN_USE).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield place
        finally:
            remove_scratch_home(place)


def _prepare(base: Path) -> None:
    signal.signal(signal.SIGTERM, _exit)  # so that a stopped service also removes what it made
    if not base.exists():
        base.mkdir(parents=True)
        base.chmod(0o711)  # the server's account must be able to traverse it
    clear(base)


def _exit(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + signal.SIGTERM)


def clear(base: Path) -> None:
    """Removes what killed checks left behind; keeps folders that another check is using."""
    for place in base.glob("home-*"):
        try:
            with (place / IN_USE).open("a") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                remove_scratch_home(place)
        except BlockingIOError:
            continue


def remove_scratch_home(place: Path) -> None:
    """Stops the server of a scratch home and removes the home."""
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
