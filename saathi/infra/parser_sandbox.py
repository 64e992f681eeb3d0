"""Parses external files in a separate process with little memory, little time and no rights.

A file that crashes or stalls its parser then costs one process that serves no one else. The process
knows no secret: its environment is empty, it opens no file, reaches no network and starts no
program.
"""

import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

# At most this many files are parsed at once by one web process: times the memory of one, that is
# what uploads can use of the machine.
MAX_PARSERS: Final = 2
MAX_WAIT_SECONDS: Final = 5.0  # how long an upload waits for its turn

_sender: ContextVar[str] = ContextVar("parser_sender", default="")


@contextmanager
def uploads_sent_by(person: str) -> Iterator[None]:
    """Counts files parsed in the block as this person's; as no one's if it is empty, as in a job."""
    mark = _sender.set(person)
    try:
        yield
    finally:
        _sender.reset(mark)


@dataclass(frozen=True)
class ParserLimits:
    """The limits for the parser of one file."""

    memory: int = 1024 * 1024 * 1024  # address space in bytes, including Python and its libraries
    cpu: int = 15  # seconds of processor time
    wall: int = 20  # seconds until it is killed; a request may take 30
    answer: int = 64 * 1024 * 1024  # bytes of JSON that it may write


class ParserQueue:
    """The senders being served: a limited number, and each sender with one file at a time."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._senders: list[str] = []

    @contextmanager
    def wait_for_turn(self, of: str) -> Iterator[None]:
        """A turn for the block; `ParserBusy` if the wait is too long."""

        def is_free() -> bool:
            return len(self._senders) < MAX_PARSERS and not (of and of in self._senders)

        with self._changed:
            if not self._changed.wait_for(is_free, MAX_WAIT_SECONDS):
                raise ParserBusy
            self._senders.append(of)
        try:
            yield
        finally:
            with self._changed:
                self._senders.remove(of)
                self._changed.notify_all()


_turns = ParserQueue()


class ParserFailed(Exception):
    """The parser crashed, stalled, or exceeded a limit; nothing of the file was used."""


class ParserBusy(Exception):
    """Other files are being parsed, and the wait for a turn was too long."""


def run_parser(
    module: str,
    data: bytes,
    options: Mapping[str, object] | None = None,
    limits: ParserLimits = ParserLimits(),
) -> Any:
    """The module's answer for the data, as JSON; `ParserFailed` or `ParserBusy`.

    The module ends with `confined.serve(parse)`.
    """
    with _turns.wait_for_turn(_sender.get()):
        return _answer(module, data, options or {}, limits)


def _answer(module: str, data: bytes, options: Mapping[str, object], limits: ParserLimits) -> Any:
    deadline = time.monotonic() + limits.wall
    arguments = [str(number) for number in (limits.memory, limits.cpu, limits.wall)]
    with _in_memory(data, options) as stdin:
        process = subprocess.Popen(
            [sys.executable, "-I", "-m", module, *arguments],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a library's message may quote the file
            env={},
            cwd="/",
            start_new_session=True,
        )
    assert process.stdout is not None
    try:
        answer = _read(process.stdout.fileno(), deadline, limits.answer)
        code = process.wait(timeout=max(0.1, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        raise ParserFailed from None
    finally:
        process.kill()
        process.stdout.close()
        process.wait()
    if code:
        raise ParserFailed
    try:
        return json.loads(answer)
    except (ValueError, RecursionError):
        raise ParserFailed from None


@contextmanager
def _in_memory(data: bytes, options: Mapping[str, object]) -> Iterator[int]:
    """A file descriptor with the parser's input, in memory: on disk it would be unencrypted."""
    head = json.dumps(options).encode()
    file = os.memfd_create("upload")
    try:
        for piece in (len(head).to_bytes(4), head, data):
            remaining = memoryview(piece)
            while remaining:
                remaining = remaining[os.write(file, remaining) :]
        os.lseek(file, 0, os.SEEK_SET)
        yield file
    finally:
        os.close(file)


def _read(pipe: int, deadline: float, most: int) -> bytes:
    pieces: list[bytes] = []
    size = 0
    waits = select.poll()  # not `select`, which supports no file number above 1,023
    waits.register(pipe, select.POLLIN)
    while (left := deadline - time.monotonic()) > 0:
        if not waits.poll(1000 * left):
            break
        piece = os.read(pipe, 1 << 20)
        if not piece:
            return b"".join(pieces)
        size += len(piece)
        if size > most:
            break
        pieces.append(piece)
    raise ParserFailed
