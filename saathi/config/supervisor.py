"""Keeps the processes of one installation running side by side, and stops them together."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

from saathi.config.start import PREFIX

POLL_SECONDS = 0.2
STOP_SECONDS = 15  # a request may run 15 seconds; after that it is cut
FALLS = 5  # so many falls ...
FALLS_WITHIN = 30.0  # ... in so many seconds, and the cause is not chance


@dataclass(frozen=True)
class Part:
    """One process: its name, its command line, its kind, and the database roles it may know."""

    name: str
    command: Sequence[str]
    process: str
    roles: tuple[str, ...]

    def environment(self) -> dict[str, str]:
        """The environment without the addresses of roles that are not this process's business."""
        mine = {PREFIX if role == "app" else f"{PREFIX}_{role.upper()}" for role in self.roles}
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(PREFIX) or name.removesuffix("_FILE") in mine
        }
        return kept | {
            "SAATHI_PROCESS": self.process,
            "DJANGO_SETTINGS_MODULE": "saathi.config.settings",
        }


def web(*, port: int, host: str, workers: int) -> Part:
    """The web server: gunicorn with threads, which suits a page that waits for its database."""
    command = [
        *(sys.executable, "-m", "gunicorn", "saathi.config.wsgi:application"),
        *("--bind", f"{host}:{port}", "--workers", str(workers), "--threads", "4"),
        *("--timeout", "30", "--graceful-timeout", "10", "--max-requests", "20000"),
        *("--log-level", "warning", "--logger-class", "saathi.config.server_log.Lines"),
    ]
    return Part("web", command, "web", ("app",))


def collect_static(part: Part) -> None:
    """Puts scripts, styles and fonts, compressed, where the web server takes them from."""
    command = [sys.executable, "-m", "saathi.config.manage", "collectstatic"]
    subprocess.run(
        [*command, "--no-input", "--clear", "--verbosity", "0"],
        env=part.environment(),
        check=True,
    )


def own(name: str, process: str, *roles: str) -> Part:
    """A process of the `saathi` command itself."""
    return Part(name, [sys.executable, "-m", "saathi.config.command", name], process, roles)


def parts(*, port: int, host: str = "127.0.0.1", workers: int = 2) -> list[Part]:
    """What an installation consists of beside its database."""
    return [
        web(port=port, host=host, workers=workers),
        own("work", "worker", "worker", "matcher"),
        own("seal", "sealer", "sealer"),
    ]


def run(
    wanted: Sequence[Part],
    *,
    when_started: Callable[[], None] = lambda: None,
    heal: Callable[[], None] = lambda: None,
) -> int:
    """Runs the parts until a signal comes, starting anew what falls; 1 where one keeps falling.

    `heal` is called all the while: it starts an embedded database again that was killed.
    """
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    running = {part.name: _start(part) for part in wanted}
    falls: list[float] = []
    threading.Thread(target=when_started, daemon=True).start()
    try:
        while not stopping:
            time.sleep(POLL_SECONDS)
            if not stopping:
                heal()
            for part in wanted:
                if running[part.name].poll() is None or stopping:
                    continue
                falls = [at for at in falls if time.monotonic() - at < FALLS_WITHIN]
                falls.append(time.monotonic())
                if len(falls) >= FALLS:
                    print(f"saathi: {part.name} stops again and again; see above.", file=sys.stderr)
                    return 1
                running[part.name] = _start(part)
        return 0
    finally:
        _stop(list(running.values()))
        for number, handler in before.items():
            signal.signal(number, handler)


def _start(part: Part) -> subprocess.Popen[bytes]:
    # In a group of its own, so that Ctrl-C reaches only this process, which stops them in order.
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
