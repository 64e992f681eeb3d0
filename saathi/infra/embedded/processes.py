"""The processes of a data folder: finding its server and leftovers, and ending them."""

import contextlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from saathi.infra.embedded.errors import EmbeddedServerError


@dataclass(frozen=True)
class Postmaster:
    """The running server of a data folder, according to its pid file."""

    pid: int
    port: int
    sockets: Path
    listens_on_tcp: bool
    state: str = ""

    @property
    def is_starting(self) -> bool:
        """True while it accepts no connections yet: it starts, or replays its log."""
        return self.state in {"", "starting"}

    @property
    def is_stopping(self) -> bool:
        """True once it was asked to stop: it accepts no more connections."""
        return self.state == "stopping"


def find_postmaster(data: Path) -> Postmaster | None:
    """The server that runs on this data folder; None if none does, even with a stale file."""
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError as error:
        raise EmbeddedServerError(
            f"{data} belongs to another user. Run Saathi as the user who first started it here."
        ) from error
    if len(lines) < 6 or not _works_in(int(lines[0]), data):
        return None
    state = lines[7].strip() if len(lines) > 7 else ""
    return Postmaster(int(lines[0]), int(lines[3]), Path(lines[4]), bool(lines[5].strip()), state)


def wait_until_started(data: Path, seconds: float) -> Postmaster | None:
    """The server that runs here, once it accepts connections or is stopping; None if none does."""
    until = time.monotonic() + seconds
    while (running := find_postmaster(data)) is not None and running.is_starting:
        if time.monotonic() > until:
            raise EmbeddedServerError(
                f"PostgreSQL on {data} (process {running.pid}) has been starting for "
                f"{seconds:g} seconds. Look at its log, and run the command again when it has started."
            )
        time.sleep(0.05)
    return running


def clean_up_after_crash(data: Path, sockets: Path) -> None:
    """Removes what a killed server left: backends still running, its pid file, its socket.

    PostgreSQL itself refuses to start while such a backend lives, or if the number in the pid file
    now belongs to another process of the same user.
    """
    kill_data_folder_processes(data)
    (data / "postmaster.pid").unlink(missing_ok=True)
    for left in sockets.glob(".s.PGSQL.*"):
        left.unlink(missing_ok=True)


def kill_data_folder_processes(data: Path, *, patience: float = 3) -> None:
    """Ends every process that works in the data folder; only after its server is gone."""
    for number, seconds in ((signal.SIGQUIT, patience), (signal.SIGKILL, patience)):
        for pid in list_processes(data):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        if wait_until_gone(data, seconds):
            return
    raise EmbeddedServerError(
        f"Processes of the old server do not end: {', '.join(map(str, list_processes(data)))}. "
        "Restart the machine, then start Saathi again."
    )


def end_initdb(data: Path) -> None:
    """Ends an initdb that a killed command left running on the data folder, then its children."""
    argument = f"--pgdata={data}".encode()
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if argument in (entry / "cmdline").read_bytes().split(b"\0"):
                os.kill(int(entry.name), signal.SIGKILL)
    kill_data_folder_processes(data)


def wait_until_gone(data: Path, seconds: float) -> bool:
    """True as soon as no process is left in the data folder; False after the time limit."""
    until = time.monotonic() + seconds
    while list_processes(data):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def list_processes(data: Path) -> list[int]:
    """PostgreSQL's processes on this data folder, which is the working folder of each.

    Without /proc (macOS) none are found, and PostgreSQL's own refusal to start has to suffice.
    """
    pids = (int(entry.name) for entry in Path("/proc").glob("[0-9]*"))
    return [pid for pid in pids if _has_folder(pid, data)]


def _works_in(pid: int, data: Path) -> bool:
    if Path("/proc/self/cwd").exists():
        return _has_folder(pid, data)
    command = ["ps", "-p", str(pid), "-o", "command="]
    output = subprocess.run(command, capture_output=True, check=False, text=True).stdout
    return "postgres" in output and str(data) in output


def _has_folder(pid: int, data: Path) -> bool:
    process = Path(f"/proc/{pid}")
    # Gone, a zombie, or another user's: in each case not ours.
    with contextlib.suppress(OSError):
        is_here = (process / "cwd").readlink() == data
        return is_here and (process / "comm").read_text(encoding="utf-8").strip() == "postgres"
    return False
