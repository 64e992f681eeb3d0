"""Many requests in one connection, answers that clients do not read, and the end of a web process."""

import socket
import time
from contextlib import suppress

import pytest

from saathi.config import web_limits, web_server
from tests.ops.served import (
    CLOSE,
    FORM,
    FRONT,
    UPLOAD,
    Served,
    answers_others,
    connected,
    exchange,
    holding,
    posted,
    serving,
    status_of,
)

pytestmark = pytest.mark.slow
GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
LAST = f"GET / HTTP/1.1\r\n{CLOSE}\r\n"
FILE_BYTES = web_limits.MOST_PAGE_BYTES + 1
UNREAD = 12_000_000  # more than the kernel buffers of an unread answer


def a_post(size: int, more: str = FORM) -> str:
    return f"POST / HTTP/1.1\r\n{CLOSE}{more}Content-Length: {size}\r\n\r\n"


def is_closed(client: socket.socket, within: float) -> bool:
    """Whether the server closes the connection, whose answers are not read until then."""
    end = time.monotonic() + within
    with suppress(ConnectionError):
        while time.monotonic() < end:
            client.sendall(b"a")  # a closed connection is reset
            time.sleep(0.1)
        return False
    return True


# --- HEAD -------------------------------------------------------------------------------------


def test_head_is_answered_without_a_body() -> None:
    with serving() as port:
        for path in ("/", "/bytes/300", "/chunks/300", "/status/404", "/status/405"):
            answer = exchange(port, f"HEAD {path} HTTP/1.1\r\n{CLOSE}\r\n")
            status = path.removeprefix("/status/") if "status" in path else "200"
            assert answer.startswith(f"HTTP/1.1 {status} ".encode())
            assert answer.endswith(b"\r\n\r\n"), answer
            assert answer.count(b"\r\n\r\n") == 1
        refused = exchange(port, f"HEAD http://x/ HTTP/1.1\r\n{CLOSE}\r\n")
        assert refused.startswith(b"HTTP/1.1 400 ")
        assert refused.endswith(b"\r\n\r\n")


def test_connection_continues_after_head() -> None:
    with serving() as port:
        answer = exchange(port, GET.replace("GET", "HEAD") + LAST)
    head, _, rest = answer.partition(b"\r\n\r\n")
    assert b"Content-Length: 1\r\n" in head
    assert rest.startswith(b"HTTP/1.1 200 ")
    assert rest.endswith(b"\r\n\r\n0")


# --- Several requests at once in one connection -----------------------------------------------


def test_requests_of_a_connection_are_limited() -> None:
    most = web_limits.MOST_QUEUED_OF_CONNECTION
    with serving() as port:
        answer = exchange(port, (most - 1) * GET + LAST)
        assert answer.count(b"HTTP/1.1 200 ") == most
        assert b"HTTP/1.1 503 " not in answer
        answer = exchange(port, most * GET + 500 * GET)
        assert answer.count(b"HTTP/1.1 200 ") == most
        assert answer.count(b"HTTP/1.1 503 ") == 1


def test_requests_of_a_connection_count_for_their_client(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_limits, "MOST_OF_ADDRESS", 3)
    waiting = GET.replace("GET /", "GET /wait/2")
    with serving() as port:
        assert exchange(port, 2 * GET + LAST).count(b"HTTP/1.1 200 ") == 3
        answer = exchange(port, 5 * GET)
        assert answer.count(b"HTTP/1.1 200 ") == 1  # when its turn comes, three others wait
        assert answer.count(b"HTTP/1.1 503 ") == 1
        with holding(port, 1, waiting + 2 * GET):
            assert status_of(port, LAST) == 503


def test_second_request_in_the_same_bytes_is_limited_at_its_header() -> None:
    most = web_limits.MOST_UPLOADS_OF_PERSON
    first = f"POST / HTTP/1.1\r\nHost: localhost\r\n{FORM}Content-Length: 1000\r\n\r\n"
    with (
        serving() as port,
        holding(port, most, a_post(FILE_BYTES, UPLOAD)),
        connected(port) as result,
    ):
        result.sendall((first + "a" * 500).encode())
        answers_others(port)  # the header of the first is there
        result.sendall(b"a" * 500 + a_post(FILE_BYTES, UPLOAD).encode())
        answer = b""
        while piece := result.recv(65536):
            answer += piece
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert b"HTTP/1.1 503 " in answer


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ("Host: evil.example\r\n", 400),
        ("".join(f"X-{number}: a\r\n" for number in range(100)), 431),
        (f"Content-Length: {30 * web_limits.MEGABYTE}\r\n", 413),
    ],
)
def test_refused_client_gets_no_continue(fields: str, status: int) -> None:
    with serving() as port:
        begin = f"POST / HTTP/1.1\r\n{CLOSE}Expect: 100-continue\r\n{fields}\r\n"
        answer = exchange(port, begin)
        assert answer.startswith(f"HTTP/1.1 {status} ".encode())
        assert answer.count(b"HTTP/1.1 ") == 1


def test_client_that_waits_gets_a_continue() -> None:
    with serving() as port, connected(port) as client:
        begin = f"POST / HTTP/1.1\r\n{CLOSE}Expect: 100-continue\r\nContent-Length: 5\r\n\r\n"
        client.sendall(begin.encode())
        assert client.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(b"12345")
        assert client.recv(100).startswith(b"HTTP/1.1 200 ")
        assert status_of(port, LAST.replace("Connection", "Expect: 100-continue\r\nConnection"))


# --- Answers that are not read ----------------------------------------------------------------


def unread(size: int = UNREAD) -> str:
    return GET.replace("GET /", f"GET /bytes/{size}")


def test_answer_that_is_not_read_is_the_last_of_its_connection() -> None:
    with serving() as port, connected(port) as client:
        client.sendall((unread() + 5 * unread()).encode())
        time.sleep(0.5)
        answer = b""
        while piece := client.recv(1 << 20):
            answer += piece
        assert UNREAD < len(answer) < UNREAD + 2_000
        assert b"HTTP/1.1 503 " in answer[-1_000:]


def test_unread_answers_of_a_client_are_limited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(web_limits, "MOST_UNREAD_BYTES_OF_CLIENT", web_limits.MEGABYTE)
    cookie = "Cookie: session=asha\r\n"
    begin = unread().replace("Host", f"{cookie}Host")
    with serving() as port, holding(port, 1, begin):
        assert status_of(port, LAST.replace("Host", f"{cookie}Host")) == 503
        assert status_of(port, LAST) == 200


@pytest.mark.parametrize("cookie", ["", "Cookie: session=asha\r\n"])
def test_client_that_reads_too_slowly_is_closed(
    monkeypatch: pytest.MonkeyPatch, cookie: str
) -> None:
    monkeypatch.setattr(web_limits, "ANSWER_SECONDS", 1)
    monkeypatch.setattr(web_limits, "SLOWEST_READER_BYTES", UNREAD)
    with serving() as port, holding(port, 1, unread().replace("Host", f"{cookie}Host")) as [client]:
        began = time.monotonic()
        with suppress(ConnectionError):  # a little now and then buys no time
            while time.monotonic() - began < 15 and client.recv(10_000):
                time.sleep(0.2)
                client.sendall(b"a")
        assert 0.5 < time.monotonic() - began < 8


def test_reader_of_a_large_answer_has_time_by_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_limits, "ANSWER_SECONDS", 0.1)
    with serving() as port, holding(port, 1, unread()) as [client]:
        assert not is_closed(client, within=3)


def test_client_that_reads_nothing_is_closed_as_an_idle_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(web_limits, "IDLE_SECONDS", 1)
    with serving() as port, holding(port, 1, unread()) as [client]:
        assert is_closed(client, within=8)


def test_answers_beyond_the_memory_of_all_close_the_slowest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(web_limits, "MOST_UNREAD_BYTES", UNREAD)
    with (
        serving() as port,
        holding(port, 1, unread(), wait=1.5) as [first],
        holding(port, 1, unread(), wait=0) as [second],
    ):
        assert is_closed(first, within=8)
        assert not is_closed(second, within=1)


def test_slow_readers_occupy_no_thread_and_are_closed_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(web_limits, "IDLE_SECONDS", 600)
    monkeypatch.setattr(web_limits, "MOST_OF_ADDRESS", 2 * web_server.THREADS)
    monkeypatch.setattr(web_limits, "MOST_UNREAD_BYTES_OF_CLIENT", web_limits.MOST_UNREAD_BYTES)
    with serving() as port, holding(port, 2 * web_server.THREADS, unread()):
        monkeypatch.setattr(web_limits, "IDLE_SECONDS", 0)
        time.sleep(2)
        answers_others(port)


# --- The end of a process ---------------------------------------------------------------------


def test_refusals_do_not_replace_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_server, "MOST_REQUESTS", 3)
    served = Served(FRONT)
    try:
        for _ in range(5):
            assert status_of(served.port, "NONSENSE\r\n\r\n") == 400
        assert posted(served.port, 100) == 200
        assert served.thread.is_alive()
    finally:
        served.end()


def test_upload_goes_on_while_its_process_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_server, "MOST_REQUESTS", 1)
    monkeypatch.setattr(web_server, "STOP_SECONDS", 0)
    served = Served(FRONT)
    with connected(served.port) as client:
        client.sendall(a_post(FILE_BYTES, UPLOAD).replace(CLOSE, "Host: localhost\r\n").encode())
        assert status_of(served.port, LAST) == 200
        time.sleep(1.5)
        client.sendall(bytes(FILE_BYTES))
        assert client.recv(100).startswith(b"HTTP/1.1 200 ")
        client.sendall(GET.encode())
        assert b"HTTP/1.1" not in client.recv(100)  # closed: the next goes to another process
    served.thread.join(10)
    assert not served.thread.is_alive()
    served.listening.close()


def test_upload_does_not_delay_a_stop_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_server, "STOP_SECONDS", 1)
    served = Served(FRONT)
    with holding(served.port, 1, a_post(FILE_BYTES, UPLOAD)):
        served.stop.is_set = True
        served.thread.join(6)
        assert not served.thread.is_alive()
    served.listening.close()
