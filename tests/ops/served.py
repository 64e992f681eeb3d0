"""A web server in the process of the tests, and clients that speak to it by hand."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from saathi.config import web_processes, web_server
from saathi.config.web_limits import ClientRules
from saathi.config.web_server import StopSignal
from tests.ops.small_app import application

FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
FILE = "Content-Type: multipart/form-data; boundary=x\r\n"
UPLOAD = f"{FILE}Cookie: session=asha\r\n"
CLOSE = "Host: localhost\r\nConnection: close\r\n"


def person_in(cookies: str) -> str:
    """Trusts the header: the proof of a session is tested with the sessions."""
    return cookies.removeprefix("session=") if cookies.startswith("session=") else ""


FRONT = ClientRules(person_in=person_in)
BEHIND_A_PROXY = ClientRules(proxies=1, person_in=person_in)


class Served:
    """A server in a thread of the test, on a free port of the loopback."""

    def __init__(self, front: ClientRules) -> None:
        self.listening = web_processes.listen("127.0.0.1", 0)
        self.port = self.listening.getsockname()[1]
        self.stop = StopSignal()
        told = (application, self.listening, self.stop, lambda: True, front)
        self.thread = threading.Thread(target=web_server.serve, args=told, daemon=True)
        self.thread.start()

    def end(self) -> None:
        self.stop.is_set = True
        self.thread.join(20)
        self.listening.close()


def connected(port: int, source: str = "127.0.0.1") -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=20, source_address=(source, 0))


def exchange(port: int, *pieces: bytes | str) -> bytes:
    """All that comes back for what is sent."""
    with connected(port) as client:
        with suppress(ConnectionError):
            for piece in pieces:
                client.sendall(piece.encode() if isinstance(piece, str) else piece)
        answer = b""
        with suppress(ConnectionError):
            while piece := client.recv(65536):
                answer += piece
        return answer


def status_of(port: int, *pieces: bytes | str) -> int:
    answer = exchange(port, *pieces)
    return int(answer.split(b" ", 2)[1]) if answer else 0


def posted(port: int, size: int, more: str = FORM) -> int:
    head = f"POST / HTTP/1.1\r\n{CLOSE}{more}Content-Length: {size}\r\n\r\n"
    return status_of(port, head, bytes(size))


def answers_others_soon(port: int, within: float) -> None:
    """Others are answered again within these seconds, and from then on."""
    until = time.monotonic() + within
    while status_of(port, f"GET /health HTTP/1.1\r\n{CLOSE}\r\n") != 200:
        assert time.monotonic() < until, f"not answered within {within} seconds"
    answers_others(port, within)


def answers_others(port: int, within: float = 3) -> None:
    for _ in range(3):
        began = time.monotonic()
        assert status_of(port, f"GET /health HTTP/1.1\r\n{CLOSE}\r\n") == 200
        assert time.monotonic() - began < within


@contextmanager
def holding(port: int, count: int, start: str, wait: float = 0.3) -> Iterator[list[socket.socket]]:
    """So many connections that sent this and nothing more."""
    with ExitStack() as opened:
        clients = [opened.enter_context(connected(port)) for _ in range(count)]
        for client in clients:
            with suppress(ConnectionError):
                client.sendall(start.encode())
        time.sleep(wait)
        yield clients


@contextmanager
def serving(front: ClientRules = FRONT) -> Iterator[int]:
    """The port of a server that ends with the block."""
    running = Served(front)
    try:
        yield running.port
    finally:
        running.end()


@contextmanager
def running() -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The web server as it is started for an installation, with the small application."""
    with web_processes.listen("127.0.0.1", 0) as probe:
        port = probe.getsockname()[1]
    words = ["-m", "saathi.config.web_processes", "tests.ops.small_app:application"]
    process = subprocess.Popen([sys.executable, *words, "--bind", f"127.0.0.1:{port}"])
    try:
        until(lambda: is_open(port))
        yield process, port
    finally:
        process.kill()
        process.wait()
        until(lambda: not is_open(port))


def is_open(port: int) -> bool:
    with suppress(OSError):
        return status_of(port, f"GET / HTTP/1.1\r\n{CLOSE}\r\n") == 200
    return False


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


def workers_of(process: subprocess.Popen[bytes]) -> set[int]:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return set(map(int, children.read_text().split()))
