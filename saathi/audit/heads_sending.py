"""Sends the heads to a second place, piece by piece, and records its progress.

Runs in a thread of the sealer's process. Sealing never waits for it.
"""

import contextlib
import datetime as dt
import json
import logging
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from threading import Event

from saathi.audit.destinations import HeadsDestination, HeadsNotSent
from saathi.infra import clock, state_files

log = logging.getLogger(__name__)

STATE = "heads"  # the name of the state file
EVERY_SECONDS = 30.0
LONGEST_PAUSE_SECONDS = 600.0  # between tries, while the destination does not answer
MAX_PIECE_BYTES = 1 << 20  # to a piece
# Limit of `saathi doctor`: two attempts at the longest pause may fail.
OVERDUE_SECONDS = 1_500


@dataclass(frozen=True, slots=True)
class HeadsSendingProgress:
    """How much of the heads file has been sent to a destination."""

    destination: str
    sent: int = 0  # bytes of the heads file
    piece_from: int = 0  # where the last piece began
    piece_hash: str = ""
    complete_at: str = ""  # when the whole file had been sent
    failure: str = ""  # of the last try

    def seconds_since_complete(self, now: dt.datetime) -> float | None:
        """Seconds since the copy was last complete; None if it never was."""
        if not self.complete_at:
            return None
        return (now - dt.datetime.fromisoformat(self.complete_at)).total_seconds()


def progress_path(home: Path) -> Path:
    """The path of the progress file."""
    return home / "audit" / ".heads-sent.json"


def read_progress(home: Path) -> HeadsSendingProgress | None:
    """The progress of this home; None if nothing was ever sent or the progress file is damaged."""
    try:
        return HeadsSendingProgress(**json.loads(progress_path(home).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


class HeadsSender:
    """Sends the heads file of one home to one destination."""

    def __init__(self, home: Path, heads: Path, destination: HeadsDestination) -> None:
        self._home = home
        self._heads = heads
        self._destination = destination
        stored = read_progress(home)
        is_same = stored is not None and stored.destination == destination.address
        self.progress = stored if stored and is_same else HeadsSendingProgress(destination.address)

    def send_pending(self) -> int:
        """Sends all bytes not yet sent and returns their number; `HeadsNotSent` on failure."""
        before = self.progress.sent
        try:
            self._check_unchanged()
            for piece in self._pieces():
                begin, digest = self.progress.sent, sha256(piece).hexdigest()
                self._destination.store_piece(f"heads-{begin:015}-{digest[:16]}.jsonl", piece)
                self._keep(sent=begin + len(piece), piece_from=begin, piece_hash=digest)
        except HeadsNotSent as error:
            self._keep(failure=str(error))
            self._record(passed=False)
            raise
        self._keep(complete_at=clock.now().isoformat(), failure="")
        self._record(passed=True)
        return self.progress.sent - before

    def run_until(self, stop: Event, every: float = EVERY_SECONDS) -> None:
        """Sends every `every` seconds until `stop`, less often while the destination fails."""
        pause, failed = every, ""
        while True:
            try:
                self.send_pending()
            except HeadsNotSent as error:
                pause = min(max(pause, 1.0) * 2, LONGEST_PAUSE_SECONDS)
                if str(error) != failed:
                    log.warning("The heads of the audit log are not sent. %s", error)
                failed = str(error)
            except OSError as error:
                log.warning("The heads of the audit log are not sent (%s).", error.strerror)
                pause = LONGEST_PAUSE_SECONDS
            else:
                pause, failed = every, ""
            if stop.wait(pause):
                return

    def _check_unchanged(self) -> None:
        """Refuses to send if the file no longer begins with the content that was sent."""
        last = self.progress
        if not last.sent:
            return
        present = self._read(last.piece_from, last.sent - last.piece_from)
        if sha256(present).hexdigest() != last.piece_hash:
            raise HeadsNotSent(
                "The heads file is not the one that was sent before: its end was removed or changed. "
                "Compare it with the copy: `saathi audit verify --heads COPY`."
            )

    def _pieces(self) -> Iterator[bytes]:
        """The rest of the file in whole lines, at most a megabyte at a time."""
        while data := self._read(self.progress.sent, MAX_PIECE_BYTES):
            whole = data.rfind(b"\n") + 1
            if not whole:
                return
            yield data[:whole]

    def _read(self, begin: int, count: int) -> bytes:
        try:
            with self._heads.open("rb") as file:
                file.seek(begin)
                return file.read(count)
        except FileNotFoundError:
            return b""

    def _record(self, *, passed: bool) -> None:
        """Records the attempt for the metrics, if this user may write there."""
        with contextlib.suppress(PermissionError):
            state_files.record_run(self._home, STATE, passed=passed, sent=self.progress.sent)

    def _keep(self, **changes: object) -> None:
        self.progress = HeadsSendingProgress(**{**asdict(self.progress), **changes})
        path = progress_path(self._home)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.write_text(json.dumps(asdict(self.progress)), encoding="utf-8")
        draft.replace(path)
