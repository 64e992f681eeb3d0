"""One client cannot exclude others: connections, uploads and bytes of a person and of an address."""

import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from saathi.config import web_limits, web_processes
from saathi.config.deployment import proxies
from saathi.config.web_limits import client_address
from tests.ops.served import (
    BEHIND_A_PROXY,
    CLOSE,
    FILE,
    FORM,
    UPLOAD,
    answers_others,
    answers_others_soon,
    connected,
    exchange,
    holding,
    posted,
    running,
    serving,
    status_of,
    until,
    workers_of,
)

pytestmark = pytest.mark.slow
FILE_BYTES = web_limits.MOST_PAGE_BYTES + 1  # from here on it is an upload


def answers_of(port: int) -> None:
    """Asks so often that the server has read what was sent before: in each round it reads 64 KB."""
    for _ in range(12):
        assert status_of(port, f"GET /health HTTP/1.1\r\n{CLOSE}\r\n") == 200


def a_post(size: int, more: str = FORM) -> str:
    return f"POST / HTTP/1.1\r\n{CLOSE}{more}Content-Length: {size}\r\n\r\n"


def from_address(address: str) -> str:
    return f"X-Forwarded-For: 198.51.100.9, {address}\r\n"


# --- Uploads ----------------------------------------------------------------------------------


@pytest.mark.parametrize("cookie", ["", "Cookie: sessionid=abc\r\n", "Cookie: x=session=asha\r\n"])
def test_upload_without_a_session_is_refused_at_its_header(cookie: str) -> None:
    with serving() as port, connected(port) as client:
        client.sendall(a_post(FILE_BYTES, FILE + cookie).encode())
        assert client.recv(100).startswith(b"HTTP/1.1 413 ")


def test_slow_uploads_of_one_person_are_limited_and_block_no_one() -> None:
    most = web_limits.MOST_UPLOADS_OF_PERSON
    with serving() as port:
        with holding(port, most, a_post(FILE_BYTES, UPLOAD) + "part"):
            answer = exchange(port, a_post(FILE_BYTES, UPLOAD))
            assert answer.startswith(b"HTTP/1.1 503 ")
            assert b"Try again in a minute" in answer
            assert posted(port, 1_000, UPLOAD) == 200  # pages go on
            assert posted(port, FILE_BYTES, UPLOAD.replace("asha", "babu")) == 200
        with holding(port, most - 1, a_post(FILE_BYTES, UPLOAD)):
            assert posted(port, FILE_BYTES, UPLOAD) == 200


def test_slow_uploads_of_many_people_take_no_turn() -> None:
    with serving() as port, ExitStack() as held:
        for name in range(30):
            told = UPLOAD.replace("asha", f"person{name}")
            held.enter_context(holding(port, 1, a_post(FILE_BYTES, told), wait=0))
        assert posted(port, web_limits.MOST_UPLOAD_BYTES, UPLOAD) == 200


# --- Connections ------------------------------------------------------------------------------


def still_open(clients: list[socket.socket]) -> int:
    """The number of connections that the server has not closed."""
    found = 0
    for client in clients:
        client.setblocking(False)
        try:
            found += bool(client.recv(1))
        except BlockingIOError:
            found += 1
        except ConnectionError:
            pass
    return found


def test_connections_of_an_address_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_limits, "MOST_OF_ADDRESS", 5)
    with serving() as port, holding(port, 5, "GET /") as clients:
        assert still_open(clients) == 5
        with connected(port, "127.0.0.2"):  # of another address
            answers_of(port)
            assert still_open(clients) == 4  # requests of the same address took the place of one
            assert still_open(clients[1:]) == 4  # of the one that waited longest


def test_total_connections_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_limits, "MOST_CONNECTIONS", 5)
    signed_in = a_post(1_000, "Cookie: session=asha\r\n")
    with (
        serving(BEHIND_A_PROXY) as port,
        holding(port, 1, signed_in) as kept,
        holding(port, 4, a_post(1_000)) as clients,
    ):
        assert still_open(kept + clients) == 5
        answers_others(port)
        assert still_open(kept) == 1  # of a signed-in person
        assert still_open(clients) == 3  # the one that waited longest made room


@pytest.fixture
def _many_files() -> Iterator[None]:
    """Lets the tests open as many connections as the web server may."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    web_processes.allow_open_files()
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.usefixtures("_many_files")
@pytest.mark.parametrize("addresses", [1, 25])
def test_two_thousand_slow_bodies_do_not_stop_the_service(addresses: int) -> None:
    """More than both processes take, of one address or of many."""
    start = (a_post(100_000) + "name=").encode()
    with running() as (_process, port), ExitStack() as opened:
        for number in range(2_100):
            source = f"127.0.1.{number % addresses}"
            with suppress(ConnectionError):
                opened.enter_context(connected(port, source)).sendall(start)
        answers_others(port, within=web_limits.PAGE_SECONDS / 4)  # long before their time is over


@pytest.mark.parametrize(
    ("who", "limit"),
    [
        (from_address("203.0.113.7"), "MOST_OF_ADDRESS"),
        ("Cookie: session=asha\r\n", "MOST_OF_PERSON"),
    ],
)
def test_requests_of_a_client_behind_a_proxy_are_limited(
    monkeypatch: pytest.MonkeyPatch, who: str, limit: str
) -> None:
    monkeypatch.setattr(web_limits, limit, 3)
    get = f"GET / HTTP/1.1\r\n{CLOSE}{who}\r\n"
    with serving(BEHIND_A_PROXY) as port:
        with holding(port, 2, a_post(1_000, FORM + who)):
            assert status_of(port, get) == 200
            assert posted(port, 1_000, FORM + who) == 200
        with holding(port, 3, a_post(1_000, FORM + who)):
            assert status_of(port, get) == 503
            assert status_of(port, a_post(1_000, FORM + who)) == 503  # before the body is there
            for other in (from_address("203.0.113.8"), "Cookie: session=babu\r\n", ""):
                assert status_of(port, get.replace(who, other)) == 200


# --- Bytes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "first", "second"),
    [
        ("MOST_BODY_BYTES_OF_ADDRESS", from_address("203.0.113.7"), from_address("203.0.113.7")),
        ("MOST_BODY_BYTES_OF_STRANGERS", from_address("203.0.113.7"), from_address("203.0.113.8")),
        ("MOST_BODY_BYTES_OF_PERSON", "Cookie: session=asha\r\n", "Cookie: session=asha\r\n"),
        ("MOST_BODY_BYTES", from_address("203.0.113.7"), "Cookie: session=asha\r\n"),
    ],
)
def test_bytes_of_request_bodies_are_limited(
    monkeypatch: pytest.MonkeyPatch, limit: str, first: str, second: str
) -> None:
    monkeypatch.setattr(web_limits, limit, 1_000_000)
    start = a_post(700_001, FORM + first)
    with serving(BEHIND_A_PROXY) as port, holding(port, 1, start + 700_000 * "a"):
        # One byte of this is never sent: what counts is what lies in memory.
        answers_of(port)
        with connected(port) as client:
            client.sendall(a_post(300_001, FORM + second).encode() + bytes(300_000))
            client.settimeout(0.5)
            with pytest.raises(TimeoutError):
                client.recv(1)
            client.sendall(b"a")
            client.settimeout(20)
            assert client.recv(100).startswith(b"HTTP/1.1 200 ")
        with connected(port) as client:
            client.sendall(a_post(400_000, FORM + second).encode() + bytes(300_001))
            assert client.recv(100).startswith(b"HTTP/1.1 503 ")
        assert posted(port, web_limits.SMALL_BODY_BYTES, FORM + second) == 200  # signing in


def test_halves_of_bodies_do_not_fill_the_memory() -> None:
    start = a_post(2_000_000).encode() + bytes(1_990_000)
    with running() as (process, port), ExitStack() as opened:
        for _ in range(150):  # 300 MB
            client = opened.enter_context(connected(port))
            with suppress(ConnectionError):
                client.sendall(start)
        until(lambda: resident_megabytes(process) < 140)
        answers_others(port)


def resident_megabytes(process: subprocess.Popen[bytes]) -> float:
    page = os.sysconf("SC_PAGE_SIZE")
    pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in workers_of(process)]
    return sum(pages) * page / 1024**2


# --- Who the client is ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("peer", "forwarded", "count", "address"),
    [
        ("203.0.113.7", "", 0, "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", 0, "203.0.113.7"),  # any client can write it
        ("127.0.0.1", "198.51.100.1", 1, "198.51.100.1"),
        ("127.0.0.1", "192.0.2.1, 198.51.100.1", 1, "198.51.100.1"),
        ("127.0.0.1", "192.0.2.1, 198.51.100.1", 2, "192.0.2.1"),
        ("127.0.0.1", "198.51.100.1", 2, "127.0.0.1"),
        ("127.0.0.1", "", 1, "127.0.0.1"),
        ("127.0.0.1", "nonsense", 1, "127.0.0.1"),
        ("::1", "2001:db8:1:2:3:4:5:6", 1, "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "", 0, "203.0.113.7"),
        ("fe80::1%eth0", "", 0, "fe80::/64"),
    ],
)
def test_address_of_a_client(peer: str, forwarded: str, count: int, address: str) -> None:
    assert client_address(peer, forwarded, count) == address


def test_application_tells_the_server_of_its_proxies_and_sessions() -> None:
    told = "from saathi.config.wsgi import front; print(front.proxies, front.person_in.__name__)"
    process = subprocess.run(
        [sys.executable, "-c", told],
        env=os.environ | {"SAATHI_PROXIES": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert process.stdout.split() == ["1", "proved_person_digest"]


# --- Requests that a proxy could read in another way ------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Content-Length: 5\r\nTransfer-Encoding:\r\n",
        "content-length: 5\r\nTRANSFER-ENCODING: chunked\r\n",
        "Content-Length: 5\r\nContent-Length: 5\r\n",
        pytest.param(f"Content-Length: {'9' * 5000}\r\n", id="5000 digits"),
        pytest.param(f"Content-Length: {'0' * 5000}5\r\n", id="5000 zeros"),
        "Host: evil.example\r\n",
    ],
)
def test_request_with_unclear_length_or_host_is_refused_and_the_connection_closed(
    fields: str,
) -> None:
    hidden = "GET /hidden HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with serving() as port:
        start = f"POST / HTTP/1.1\r\nHost: localhost\r\n{fields}\r\n"
        answer = exchange(port, f"{start}0\r\n\r\n{hidden}")
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.") == 1


@pytest.mark.parametrize("beginning", ["1;", "0\r\nX: "], ids=["extension", "trailer"])
def test_line_beside_the_chunks_of_a_body_is_bounded(beginning: str) -> None:
    head = f"POST / HTTP/1.1\r\n{CLOSE}{FORM}Transfer-Encoding: chunked\r\n\r\n{beginning}"
    within = "a" * (web_limits.MOST_FRAMING_BYTES // 2)
    with serving() as port:
        end = "\r\n\r\n" if beginning.startswith("0") else "\r\nx\r\n0\r\n\r\n"
        assert status_of(port, f"{head}{within}{end}") == 200
        with connected(port) as client:
            client.sendall(f"{head}{'a' * (2 * web_limits.MOST_FRAMING_BYTES)}".encode())
            assert client.recv(100).startswith(b"HTTP/1.1 503 ")


@pytest.mark.parametrize(
    "flood",
    [
        ("", "\r\n" * 50_000),
        ("", " \r\n\r\n" * 20_000),
        (f"POST / HTTP/1.1\r\n{CLOSE}Transfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n" * 30_000),
        (f"POST / HTTP/1.1\r\n{CLOSE}Transfer-Encoding: chunked\r\n\r\n", "1;x\r\na\r\n" * 20_000),
    ],
    ids=["blank-lines", "blanks", "chunks", "extensions"],
)
def test_empty_request_lines_do_not_block_others(flood: tuple[str, str]) -> None:
    with serving() as port, ExitStack() as opened:
        for _ in range(80):
            client = opened.enter_context(connected(port))
            client.setblocking(False)
            with suppress(OSError):
                client.send("".join(flood).encode())
        answers_others_soon(port, within=15)  # 80 floods at once, also on a busy machine
        with connected(port) as client, suppress(ConnectionError):
            client.sendall("".join(flood).encode())
            assert client.recv(100)[:13] in {b"", b"HTTP/1.1 503 "}


def test_blank_lines_before_a_request_are_passed_over() -> None:
    """As some clients send them after a body."""
    asked = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    last = f"GET /health HTTP/1.1\r\n{CLOSE}\r\n"
    with serving() as port:
        answer = exchange(port, f"\r\n{asked}\r\n\r\n", f"\r\n{asked}", f"\n{last}")
    assert answer.count(b"HTTP/1.1 200 ") == 3


@pytest.mark.parametrize("size", [1, 2, 5, 4095, 4096, 4097, 70_000])
def test_chunks_of_any_size_are_put_together(size: int) -> None:
    most = {1: 9_000, 2: 10_000, 5: 30_000}.get(size, 200_000)
    body = "".join(chr(97 + number % 26) for number in range(most))
    pieces = (body[at : at + size] for at in range(0, most, size))
    chunks = "".join(f"{len(piece):x}\r\n{piece}\r\n" for piece in pieces)
    head = f"POST / HTTP/1.1\r\n{CLOSE}{FORM}Transfer-Encoding: chunked\r\n\r\n"
    following = f"GET /health HTTP/1.1\r\n{CLOSE}\r\n"
    with serving() as port:
        assert status_of(port, head, chunks, "0\r\n\r\n") == 200
        kept = head.replace(CLOSE, "Host: localhost\r\n")
        answer = exchange(port, f"{kept}{chunks}0\r\n\r\n{following}")
    assert answer.count(b"HTTP/1.1 200 ") == 2


def test_chunked_request_of_http_1_0_is_refused() -> None:
    with serving() as port:
        assert (
            status_of(port, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") == 400
        )


@pytest.mark.parametrize("target", ["http://localhost/", "http://evil.example/x", "*", "health"])
def test_target_that_is_no_path_is_refused(target: str) -> None:
    with serving() as port:
        assert status_of(port, f"GET {target} HTTP/1.1\r\n{CLOSE}\r\n") == 400


def test_client_that_sends_too_much_can_read_the_reason() -> None:
    """Also while it goes on sending: the connection is not reset before."""
    with serving() as port:
        long = f"GET / HTTP/1.1\r\n{CLOSE}X-Long: {'a' * 4_000_000}\r\n\r\n"
        assert status_of(port, long) == 431
        start = a_post(20_000_000)
        assert status_of(port, start, bytes(20_000_000)) == 413


def test_refused_client_that_goes_on_sending_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_limits, "LINGER_SECONDS", 0.5)
    with serving() as port, connected(port) as client:
        client.sendall(a_post(20_000_000).encode())
        began = time.monotonic()
        with suppress(ConnectionError):
            while time.monotonic() - began < 15:
                client.sendall(b"a")
                time.sleep(0.1)
        assert time.monotonic() - began < 6


# --- The sites of the proxies -----------------------------------------------------------------


def test_proxies_wait_for_an_upload_as_long_as_the_web_server() -> None:
    caddy, nginx = (
        proxies.proxy_sites("saathi.example.org", 8000)[name]
        for name in ("Caddyfile", "nginx.conf")
    )
    assert f"read_body {web_limits.UPLOAD_SECONDS}s" in caddy
    assert f"write {proxies.ANSWER_SECONDS}s" in caddy
    assert proxies.ANSWER_SECONDS > web_limits.UPLOAD_SECONDS  # Caddy counts it from the header on
    assert f"limit_conn saathi {proxies.CONNECTIONS_OF_ADDRESS};" in nginx
    assert proxies.CONNECTIONS_OF_ADDRESS > web_limits.MOST_OF_ADDRESS
    assert "proxy_request_buffering off;" in nginx
