"""Clients that send slowly, too much or never to the end do not stop pages for others (finding F12)."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from saathi.config import web_processes, web_server
from saathi.config.web_server import Stop
from tests.ops.small_app import application

pytestmark = pytest.mark.slow
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
UPLOAD = "Content-Type: multipart/form-data; boundary=x\r\nCookie: __Host-sessionid=abc\r\n"
CLOSE = "Host: localhost\r\nConnection: close\r\n"


class Served:
    """A server in a thread of the test, on a free port of the loopback."""

    def __init__(self) -> None:
        self.listening = web_processes.listen("127.0.0.1", 0)
        self.port = self.listening.getsockname()[1]
        self.stop = Stop()
        told = (application, self.listening, self.stop, lambda: True)
        self.thread = threading.Thread(target=web_server.serve, args=told, daemon=True)
        self.thread.start()

    def end(self) -> None:
        self.stop.asked = True
        self.thread.join(20)
        self.listening.close()


@pytest.fixture
def served() -> Iterator[Served]:
    running = Served()
    yield running
    running.end()


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=20)


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


def answers_others(port: int) -> None:
    for _ in range(3):
        began = time.monotonic()
        assert status_of(port, f"GET /health HTTP/1.1\r\n{CLOSE}\r\n") == 200
        assert time.monotonic() - began < 3


@contextmanager
def holding(port: int, count: int, start: str) -> Iterator[list[socket.socket]]:
    """So many connections that sent this and nothing more."""
    with ExitStack() as opened:
        clients = [opened.enter_context(connected(port)) for _ in range(count)]
        for client in clients:
            client.sendall(start.encode())
        time.sleep(0.3)
        yield clients


@pytest.mark.parametrize("count", [60, 300])
@pytest.mark.parametrize(
    "start",
    [
        "",
        "GET /",
        "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: a",
        f"POST / HTTP/1.1\r\nHost: localhost\r\n{FORM}Content-Length: 100000\r\n\r\nname=",
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n",
    ],
    ids=["silent", "line", "header", "body", "chunk"],
)
def test_connections_that_never_finish_their_request_stop_nobody(
    served: Served, start: str, count: int
) -> None:
    with holding(served.port, count, start):
        answers_others(served.port)


def test_header_that_does_not_end_in_time_ends_the_connection(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_server, "HEADER_SECONDS", 1)
    with holding(served.port, 1, "GET / HTTP/1.1\r\nX-Slow: ") as [client]:
        began = time.monotonic()
        with suppress(ConnectionError):  # a byte now and then buys no time
            while time.monotonic() - began < 15:
                client.sendall(b"a")
                time.sleep(0.2)
        assert time.monotonic() - began < 6


def test_body_that_does_not_end_in_time_ends_the_connection(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_server, "PAGE_SECONDS", 1)
    start = f"POST / HTTP/1.1\r\nHost: localhost\r\n{FORM}Content-Length: 100000\r\n\r\n"
    with holding(served.port, 1, start) as [client]:
        began = time.monotonic()
        with suppress(ConnectionError):
            while time.monotonic() - began < 15:
                client.sendall(b"a")
                time.sleep(0.2)
        assert time.monotonic() - began < 6


def test_size_of_the_header_has_its_edge(served: Served) -> None:
    bare = f"GET / HTTP/1.1\r\n{CLOSE}X-Long: \r\n\r\n"
    room = web_server.MOST_HEADER_BYTES - len(bare)
    for filler, status in ((room - 1, 200), (room, 431), (10 * room, 431)):
        filled = bare.replace("X-Long: ", "X-Long: " + "a" * filler)
        assert status_of(served.port, filled) == status, filler


def test_number_of_header_fields_has_its_edge(served: Served) -> None:
    for count, status in ((web_server.MOST_HEADERS, 200), (web_server.MOST_HEADERS + 1, 431)):
        fields = "".join(f"X-{number}: a\r\n" for number in range(count - 2))
        assert status_of(served.port, f"GET / HTTP/1.1\r\n{CLOSE}{fields}\r\n") == status


def test_size_of_a_body_has_its_edge(served: Served) -> None:
    page, upload = web_server.MOST_PAGE_BYTES, web_server.MOST_UPLOAD_BYTES
    assert posted(served.port, page) == 200
    assert posted(served.port, page + 1) == 413
    assert posted(served.port, upload, UPLOAD) == 200
    assert posted(served.port, upload + 1, UPLOAD) == 413
    without_session = UPLOAD.partition("Cookie")[0]
    assert posted(served.port, page + 1, without_session) == 413


def test_size_of_a_chunked_body_has_the_limit_of_a_page(served: Served) -> None:
    most = web_server.MOST_PAGE_BYTES
    for size, status in ((most - 20, 200), (most + 1, 413)):  # sizes of the chunks count as well
        head = f"POST / HTTP/1.1\r\n{CLOSE}{UPLOAD}Transfer-Encoding: chunked\r\n\r\n{size:x}\r\n"
        assert status_of(served.port, head, bytes(size), "\r\n0\r\n\r\n") == status


def test_uploads_beyond_those_that_fit_are_refused_in_a_sentence(served: Served) -> None:
    size = web_server.MOST_PAGE_BYTES + 1
    start = f"POST / HTTP/1.1\r\n{CLOSE}{UPLOAD}Content-Length: {size}\r\n\r\n"
    with holding(served.port, web_server.MOST_UPLOADS, start):
        answer = exchange(served.port, start)
        assert answer.startswith(b"HTTP/1.1 503 ")
        assert b"Try again in a minute" in answer
        answers_others(served.port)
        assert posted(served.port, 1_000) == 200  # forms of pages go on
    time.sleep(1)
    assert posted(served.port, size, UPLOAD) == 200


def test_answers_do_not_name_the_server(served: Served) -> None:
    for request in (
        f"GET / HTTP/1.1\r\n{CLOSE}\r\n",
        "NONSENSE\r\n\r\n",
        "GET / HTTP/1.1\r\n: x\r\n\r\n",
    ):
        answer = exchange(served.port, request).lower()
        assert answer.startswith(b"http/1.")
        assert b"\r\nserver:" not in answer
        assert b"waitress" not in answer
        assert b"via:" not in answer


def test_request_that_does_not_end_replaces_its_process(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_server, "REQUEST_SECONDS", 1)
    monkeypatch.setattr(web_server, "STOP_SECONDS", 1)
    with holding(served.port, 1, f"GET /wait/8 HTTP/1.1\r\n{CLOSE}\r\n"):
        served.thread.join(7)
        assert not served.thread.is_alive()


def test_process_is_replaced_after_its_number_of_requests(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_server, "MOST_REQUESTS", 3)
    for _ in range(3):
        status_of(served.port, f"GET / HTTP/1.1\r\n{CLOSE}\r\n")
    served.thread.join(10)
    assert not served.thread.is_alive()


# --- Several processes ------------------------------------------------------------------------


@contextmanager
def running() -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The web server as it is started for an installation, with the small application."""
    with web_processes.listen("127.0.0.1", 0) as probe:
        port = probe.getsockname()[1]
    words = ["-m", "saathi.config.web_processes", "tests.ops.small_app:application"]
    process = subprocess.Popen([sys.executable, *words, "--bind", f"127.0.0.1:{port}"])
    try:
        _until(lambda: _is_open(port))
        yield process, port
    finally:
        process.kill()
        process.wait()
        _until(lambda: not _is_open(port))


def _is_open(port: int) -> bool:
    with suppress(OSError):
        return status_of(port, f"GET / HTTP/1.1\r\n{CLOSE}\r\n") == 200
    return False


def _until(condition: object, seconds: float = 20) -> None:
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


def workers_of(process: subprocess.Popen[bytes]) -> set[int]:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return set(map(int, children.read_text().split()))


def test_killed_process_is_replaced_while_others_answer() -> None:
    with running() as (process, port):
        before = workers_of(process)
        assert len(before) == 2
        os.kill(min(before), signal.SIGKILL)
        answers_others(port)
        _until(lambda: len(workers_of(process)) == 2 and workers_of(process) != before)


def test_stop_lets_a_running_request_end() -> None:
    with running() as (process, port):
        found: list[int] = []
        path = f"GET /wait/2 HTTP/1.1\r\n{CLOSE}\r\n"
        client = threading.Thread(target=lambda: found.append(status_of(port, path)))
        client.start()
        time.sleep(0.5)
        process.terminate()
        client.join()
        assert found == [200]
        assert process.wait(15) == 0


def test_processes_end_when_the_one_that_started_them_is_killed() -> None:
    with running() as (process, _port):
        children = workers_of(process)
        process.kill()
        process.wait()
        _until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children))
