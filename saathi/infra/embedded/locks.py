"""Locks between processes, kept by the kernel: they are released when a process dies."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from saathi.infra.embedded.errors import EmbeddedServerError


@contextlib.contextmanager
def exclusive_lock(file: Path) -> Iterator[None]:
    """Takes the lock exclusively for the block; waits until it is free."""
    handle = _open(file)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


class ServerUsers:
    """The users of the server: each process holds a share of one lock until it leaves or dies."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._handle: int | None = None

    def enter(self) -> None:
        """Counts this process among the users."""
        if self._handle is None:
            self._handle = _open(self._file)
            fcntl.flock(self._handle, fcntl.LOCK_SH)

    def leave(self) -> None:
        """Removes this process from the users."""
        if self._handle is not None:
            # Unlocked, not only closed: a forked child would keep the lock open for us.
            fcntl.flock(self._handle, fcntl.LOCK_UN)
            os.close(self._handle)
            self._handle = None

    def has_no_users(self) -> bool:
        """True if no process uses the server."""
        handle = _open(self._file)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(handle)
        return True


def _open(file: Path) -> int:
    try:
        return os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except PermissionError as error:
        raise EmbeddedServerError(
            f"{file} belongs to another user. Run Saathi as the user who first started it here."
        ) from error
