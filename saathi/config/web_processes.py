"""Runs the web server in several processes that share a port, replacing those that end or hang.

Run as `python -m saathi.config.web_processes saathi.config.wsgi:application --bind …`. The code is
loaded once, before the processes fork, so a replacement is ready at once.
"""

import argparse
import contextlib
import logging
import mmap
import os
import resource
import signal
import socket
import struct
import sys
import time
import warnings
from importlib import import_module
from types import FrameType
from typing import Any, Final

from saathi.config import readiness, web_server
from saathi.config.web_limits import NOTHING_KNOWN, ClientRules
from saathi.config.web_server import StopSignal

log = logging.getLogger("saathi.web_server")

POLL_SECONDS: Final = 0.2
BIND_SECONDS: Final = 5  # how long a killed server may still occupy the port
SILENT_SECONDS: Final = 30  # a process whose main thread is silent for this long counts as hung
STOP_SECONDS: Final = 13  # the supervisor waits 15
BACKLOG: Final = 512


class Heartbeats:
    """The times of each process's last heartbeat, in shared memory."""

    def __init__(self, count: int) -> None:
        self._memory = mmap.mmap(-1, 8 * count)

    def give(self, place: int) -> None:
        """Records a heartbeat of the process at this place."""
        struct.pack_into("d", self._memory, 8 * place, time.monotonic())

    def seconds_since(self, place: int) -> float:
        """The seconds since the last heartbeat of the process."""
        last_beat: float = struct.unpack_from("d", self._memory, 8 * place)[0]
        return time.monotonic() - last_beat


class WebProcesses:
    """The processes that answer requests, by their place."""

    def __init__(
        self,
        application: Any,
        listening: socket.socket,
        count: int,
        front: ClientRules = NOTHING_KNOWN,
    ) -> None:
        self.application, self.listening, self.front = application, listening, front
        self.beats = Heartbeats(count)
        self.stop = StopSignal()
        self.pids = dict.fromkeys(range(count), 0)

    def run(self) -> None:
        """Keeps all of them running until a signal comes, then ends them."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._request_stop)
        for place in self.pids:
            self._start(place)
        readiness.notify_systemd()  # the code is loaded and the port is open: requests are answered
        while not self.stop.is_set:
            for place, pid in self.pids.items():
                if pid == 0:
                    self._start(place)
                elif self.beats.seconds_since(place) > SILENT_SECONDS:
                    log.error("A web process gave no sign; it is ended and started again.")
                    os.kill(pid, signal.SIGKILL)
                    self.beats.give(place)
            self._collect_ended()
            time.sleep(POLL_SECONDS)
        self._end()

    def _request_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stop.is_set = True

    def _start(self, place: int) -> None:
        self.beats.give(place)
        parent = os.getpid()
        with warnings.catch_warnings():
            # The other thread belongs to an allocator in native code, which supports forking.
            warnings.filterwarnings("ignore", message="This process .* is multi-threaded")
            self.pids[place] = os.fork()
        if self.pids[place]:
            return
        code = 1
        with contextlib.suppress(BaseException):
            self._serve(place, parent)
            code = 0
        os._exit(code)

    def _serve(self, place: int, parent: int) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)

        def tick() -> bool:
            self.beats.give(place)
            return (
                os.getppid() == parent
            )  # the parent was killed: no other process would end this one

        web_server.serve(self.application, self.listening, self.stop, tick, self.front)

    def _collect_ended(self) -> None:
        with contextlib.suppress(ChildProcessError):
            while (pid := os.waitpid(-1, os.WNOHANG)[0]) != 0:
                for place, entry in self.pids.items():
                    if entry == pid:
                        self.pids[place] = 0

    def _end(self) -> None:
        for pid in filter(None, self.pids.values()):
            os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while any(self.pids.values()) and time.monotonic() < deadline:
            self._collect_ended()
            time.sleep(0.05)
        for pid in filter(None, self.pids.values()):
            os.kill(pid, signal.SIGKILL)


def listen(host: str, port: int) -> socket.socket:
    """Opens the port; waits a moment if a killed server still occupies it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    deadline = time.monotonic() + BIND_SECONDS
    while True:
        opened = socket.socket(family, socket.SOCK_STREAM)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            opened.bind((host, port))
        except OSError as error:
            opened.close()
            if time.monotonic() > deadline:
                raise SystemExit(
                    f"saathi: port {port} of {host} cannot be opened: {error.strerror}."
                ) from None
            time.sleep(POLL_SECONDS)
        else:
            opened.listen(BACKLOG)
            opened.setblocking(False)
            return opened


def allow_open_files() -> None:
    """Raises the limit of open files: each connection is one, and 1,024 is the usual limit."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def main() -> int:
    """Serves until a signal comes; returns the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "application", help="module:name of a WSGI application; the module may have a `front`"
    )
    parser.add_argument("--bind", required=True, help="host:port")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    host, _colon, port = options.bind.rpartition(":")
    module, _colon, name = options.application.partition(":")
    listening = listen(host.strip("[]"), int(port))
    loaded = import_module(module)
    front = getattr(loaded, "front", NOTHING_KNOWN)
    allow_open_files()
    WebProcesses(getattr(loaded, name), listening, options.processes, front).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
