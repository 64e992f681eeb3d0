"""Keeps the processes of an installation running together, and stops them together."""

import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType

from saathi.config import env
from saathi.config.env import SettingError
from saathi.config.start import PREFIX, setting

POLL_SECONDS = 0.2
STOP_SECONDS = 15  # a request may take 15 seconds; after that it is aborted
STANDS_AFTER = 10.0  # a process that ran this many seconds has started properly
FALLS = 5  # this many failures without a proper start are no accident
LONGEST_PAUSE = 10.0


@dataclass(frozen=True)
class SupervisedProcess:
    """One process: its name, its command line, its kind, and the database addresses it may know."""

    name: str
    command: Sequence[str]
    process: str
    addresses: tuple[str, ...]
    more: Mapping[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        """The environment without the database addresses that this process must not know."""
        own_settings = {setting(address) for address in self.addresses}
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(PREFIX) or name.removesuffix("_FILE") in own_settings
        }
        return (
            kept
            | dict(self.more)
            | {
                "SAATHI_PROCESS": self.process,
                "DJANGO_SETTINGS_MODULE": "saathi.config.settings",
            }
        )


def web_processes() -> int:
    """The number of web processes for this machine: each keeps at most one core busy.

    At least two, so that one answers while the other restarts; at most eight, since each of their
    threads keeps two connections and the database allows a hundred.
    """
    return min(8, max(2, len(os.sched_getaffinity(0))))


def web_server_process(*, port: int, host: str, workers: int) -> SupervisedProcess:
    """The web server process; it uses threads, which suit pages that wait for the database."""
    command = [
        *(sys.executable, "-m", "saathi.config.web_processes", "saathi.config.wsgi:application"),
        *("--bind", f"{host}:{port}", "--processes", str(workers)),
    ]
    return SupervisedProcess("web", command, "web", ("app", "refusals"))


def _metrics_folder() -> str:
    """The folder where the web processes count their requests; empty if no monitor is used.

    The folder is in memory: with a full disk, a memory-mapped file would kill the process.
    """
    memory = Path("/dev/shm")  # noqa: S108 - what we make there has our own user and name
    if not env.text("SAATHI_METRICS_PORT", "") or not memory.is_dir():
        return ""
    home = os.fsencode(os.environ.get("SAATHI_HOME", ""))
    return str(memory / f"saathi-{os.getuid()}-{hashlib.sha256(home).hexdigest()[:12]}")


def prepare(part: SupervisedProcess) -> None:
    """Checks the schema and the exported log, and collects static files for the web server."""
    first = SupervisedProcess(
        "check", [sys.executable, "-m", "saathi.config.recovery"], "sealer", ("sealer",)
    )
    # The sealer's machine has the exported log; if that is another machine, its sealer checks.
    checks = [first] if os.environ.get(setting("sealer")) else []
    command = [sys.executable, "-m", "saathi.config.startup_checks"]
    for check in (*checks, replace(part, command=command)):
        if subprocess.run(check.command, env=check.environment(), check=False).returncode:
            raise SettingError("Nothing is served; see above.")


def saathi_process(name: str, process: str, *addresses: str) -> SupervisedProcess:
    """A process that runs a `saathi` command."""
    return SupervisedProcess(
        name, [sys.executable, "-m", "saathi.config.command", name], process, addresses
    )


def installation_processes(
    *, port: int, host: str = "127.0.0.1", workers: int = 2
) -> list[SupervisedProcess]:
    """The processes of an installation, without its database."""
    figures = _metrics_folder()
    pages = web_server_process(port=port, host=host, workers=workers)
    if figures:
        pages = replace(pages, more={"PROMETHEUS_MULTIPROC_DIR": figures})
    metrics = replace(
        saathi_process("metrics", "monitor", "monitor"), more={"SAATHI_WEB_METRICS": figures}
    )
    return [
        pages,
        saathi_process("work", "worker", "worker", "matcher", "eraser", "analyst"),
        saathi_process("run-exchange-jobs", "carrier", "app", "carrier", "refusals"),
        saathi_process("seal", "sealer", "sealer"),
        *([metrics] if env.text("SAATHI_METRICS_PORT", "") else []),
    ]


def run(
    processes: Sequence[SupervisedProcess],
    *,
    when_started: Callable[[], None] = lambda: None,
    heal: Callable[[], None] = lambda: None,
) -> int:
    """Runs processes until a signal comes, restarting any that end; 1 if one never starts properly.

    `heal` is called in each round: it restarts an embedded database that was killed. A worker that
    fails because the database is down for minutes does not stop the others.
    """
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    running = [_RunningProcess(part) for part in processes]
    threading.Thread(target=when_started, daemon=True).start()
    try:
        while not stopping:
            time.sleep(POLL_SECONDS)
            if not stopping:
                heal()
            fallen = [kept.part.name for kept in running if not kept.restart_if_ended()]
            if fallen:
                print(f"saathi: {fallen[0]} stops again and again; see above.", file=sys.stderr)
                return 1
        return 0
    finally:
        _stop([kept.process for kept in running])
        for number, handler in before.items():
            signal.signal(number, handler)


class _RunningProcess:
    """A running process, restarted after increasing pauses when it ends."""

    def __init__(self, part: SupervisedProcess) -> None:
        self.part = part
        self._falls = 0
        self._stood = False
        self._start()

    def restart_if_ended(self) -> bool:
        """Restarts the process if it has ended; False if it never started properly."""
        if self.process.poll() is None:
            return True
        if self._due is None:
            self._note_failure()
        if self._falls >= FALLS and not self._stood:
            return False
        if self._due is not None and time.monotonic() >= self._due:
            self._start()
        return True

    def _start(self) -> None:
        self.process = _start(self.part)
        self._began = time.monotonic()
        self._due: float | None = None

    def _note_failure(self) -> None:
        now = time.monotonic()
        was_stable = now - self._began >= STANDS_AFTER
        self._stood = self._stood or was_stable
        self._falls = 1 if was_stable else self._falls + 1
        # At once after a single failure; then half a second, one, two, and so on.
        pause = 0.0 if self._falls == 1 else min(LONGEST_PAUSE, 0.5 * 2 ** (self._falls - 2))
        self._due = now + pause


def _start(part: SupervisedProcess) -> subprocess.Popen[bytes]:
    # In its own process group, so that Ctrl-C reaches only this supervisor, which stops all in
    # order.
    return subprocess.Popen(part.command, env=part.environment(), start_new_session=True)


def _stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
