"""Clients that send slowly, too much or never to the end do not block pages of others (finding F12)."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from saathi.config import web_limits, web_server
from tests.ops.served import (
    CLOSE,
    FORM,
    FRONT,
    UPLOAD,
    Served,
    answers_others,
    exchange,
    holding,
    posted,
    running,
    status_of,
    until,
    workers_of,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def served() -> Iterator[Served]:
    running = Served(FRONT)
    yield running
    running.end()


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
def test_connections_that_never_finish_their_request_stop_no_one(
    served: Served, start: str, count: int
) -> None:
    with holding(served.port, count, start):
        answers_others(served.port)


def test_header_that_does_not_end_in_time_ends_the_connection(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_limits, "HEADER_SECONDS", 1)
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
    monkeypatch.setattr(web_limits, "PAGE_SECONDS", 1)
    start = f"POST / HTTP/1.1\r\nHost: localhost\r\n{FORM}Content-Length: 100000\r\n\r\n"
    with holding(served.port, 1, start) as [client]:
        began = time.monotonic()
        with suppress(ConnectionError):
            while time.monotonic() - began < 15:
                client.sendall(b"a")
                time.sleep(0.2)
        assert time.monotonic() - began < 6


def test_size_of_the_header_is_limited(served: Served) -> None:
    bare = f"GET / HTTP/1.1\r\n{CLOSE}X-Long: \r\n\r\n"
    room = web_limits.MOST_HEADER_BYTES - len(bare)
    for filler, status in ((room - 1, 200), (room, 431), (10 * room, 431)):
        filled = bare.replace("X-Long: ", "X-Long: " + "a" * filler)
        assert status_of(served.port, filled) == status, filler


def test_number_of_header_fields_is_limited(served: Served) -> None:
    for count, status in ((web_limits.MOST_HEADERS, 200), (web_limits.MOST_HEADERS + 1, 431)):
        fields = "".join(f"X-{number}: a\r\n" for number in range(count - 2))
        assert status_of(served.port, f"GET / HTTP/1.1\r\n{CLOSE}{fields}\r\n") == status


def test_size_of_a_body_is_limited(served: Served) -> None:
    page, upload = web_limits.MOST_PAGE_BYTES, web_limits.MOST_UPLOAD_BYTES
    assert posted(served.port, page) == 200
    assert posted(served.port, page + 1) == 413
    assert posted(served.port, upload, UPLOAD) == 200
    assert posted(served.port, upload + 1, UPLOAD) == 413
    without_session = UPLOAD.partition("Cookie")[0]
    assert posted(served.port, page + 1, without_session) == 413


def test_size_of_a_chunked_body_has_the_limit_of_a_page(served: Served) -> None:
    most = web_limits.MOST_PAGE_BYTES
    for size, status in ((most - 20, 200), (most + 1, 413)):  # sizes of the chunks count as well
        head = f"POST / HTTP/1.1\r\n{CLOSE}{UPLOAD}Transfer-Encoding: chunked\r\n\r\n{size:x}\r\n"
        assert status_of(served.port, head, bytes(size), "\r\n0\r\n\r\n") == status


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


def test_killed_process_is_replaced_while_others_answer() -> None:
    with running() as (process, port):
        before = workers_of(process)
        assert len(before) == 2
        os.kill(min(before), signal.SIGKILL)
        answers_others(port)
        until(lambda: len(workers_of(process)) == 2 and workers_of(process) != before)


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
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children))
