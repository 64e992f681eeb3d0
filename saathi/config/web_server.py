"""The web server of one process: waitress, with limits on what a client may send and how slowly.

A request is read whole, in memory, before one of the threads takes it: who sends slowly holds a
connection, never a thread. Nothing here relies on a proxy.
"""

import copy
import logging
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.utilities import Error, RequestHeaderFieldsTooLarge

log = logging.getLogger("saathi.web_server")

THREADS: Final = 4
# Addresses, cookies and what a browser says of itself fit into two kilobytes.
MOST_HEADER_BYTES: Final = 16 * 1024
MOST_HEADERS: Final = 60
# A form of a page; Django's DATA_UPLOAD_MAX_MEMORY_SIZE is the same.
MOST_PAGE_BYTES: Final = 2 * 1024 * 1024
# A file with its form, a little above what any page takes, so that the page can say so
# (saathi.web.uploads).
MOST_UPLOAD_BYTES: Final = 25 * 1024 * 1024
# Uploads that one process receives at once; each lies in memory until it is parsed.
MOST_UPLOADS: Final = 6
# A slow telephone line carries 2 MB in a minute, an upload of 20 MB in ten.
HEADER_SECONDS: Final = 10
PAGE_SECONDS: Final = 60
UPLOAD_SECONDS: Final = 600
IDLE_SECONDS: Final = 20  # a connection that is kept open between requests
# Connections of one process. Those that send nothing end after HEADER_SECONDS.
MOST_CONNECTIONS: Final = 1_000
# A request that runs longer has lost its database or is caught in a loop: its process is replaced.
REQUEST_SECONDS: Final = 60
STOP_SECONDS: Final = 10  # what is being answered may end
MOST_REQUESTS: Final = 20_000  # then the process is replaced, against memory that is never returned


class ServiceUnavailable(Error):  # type: ignore[misc]
    """As many uploads as fit are being received."""

    code = 503
    reason = "Service Unavailable"


class Parser(HTTPRequestParser):  # type: ignore[misc]
    """A request as it arrives, with a limit for its body that depends on its kind."""

    adj: Any  # limits, a copy of its own once the header is read
    is_upload = False

    def parse_header(self, header_plus: bytes) -> None:
        """Reads the header, and decides how long the body may be."""
        super().parse_header(header_plus)
        if header_plus.rstrip().count(b"\r\n") > MOST_HEADERS:
            self.error = RequestHeaderFieldsTooLarge("too many header fields")
            self.completed = True
            return
        # Without a session nobody reaches a page that takes files.
        kind = self.headers.get("CONTENT_TYPE", "").lower()
        may_upload = kind.startswith("multipart/form-data") and "sessionid=" in self.headers.get(
            "COOKIE", ""
        )
        self.is_upload = may_upload and self.content_length > MOST_PAGE_BYTES
        self.adj = copy.copy(self.adj)
        # The library refuses what reaches its limit; ours is what is still accepted.
        self.adj.max_request_body_size = 1 + (
            MOST_UPLOAD_BYTES if self.is_upload else MOST_PAGE_BYTES
        )


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection, with the time since its client began to send a request."""

    parser_class = Parser
    request: Any = None  # the one that is being received, a `Parser`
    began: float | None = None  # the first byte of a request that is not there whole
    answering_since: float | None = None

    def received(self, data: bytes) -> bool:
        """Takes what arrived; an upload beyond those that fit is refused at its header."""
        if self.began is None:
            self.began = time.monotonic()
        had_header = self.request is not None and self.request.headers_finished
        done = bool(super().received(data))
        request = self.request
        if request is None:
            self.began = None
        elif request.headers_finished and not had_header:
            self.began = time.monotonic()  # from here on the time of the body counts
            if request.is_upload and self.server.uploads() > MOST_UPLOADS:
                self._refuse(request)
        return done

    def _refuse(self, request: Parser) -> None:
        request.error = ServiceUnavailable("Several files are being sent. Try again in a minute.")
        request.completed = True
        with self.requests_lock:
            self.requests.append(request)
            self.request = None
            if len(self.requests) == 1:
                self.server.add_task(self)

    def is_late(self, now: float) -> bool:
        """Whether the client takes longer for its request than it may."""
        if self.began is None:
            return False
        request = self.request
        if request is None or not request.headers_finished:
            allowed = HEADER_SECONDS
        else:
            allowed = UPLOAD_SECONDS if request.is_upload else PAGE_SECONDS
        return now - self.began > allowed

    def service(self) -> None:
        """Answers one request."""
        self.answering_since = time.monotonic()
        try:
            super().service()
        finally:
            self.answering_since = None
            self.server.answered += 1


class Server(TcpWSGIServer):  # type: ignore[misc]
    """A listening socket and its connections, looked through each second."""

    channel_class = Channel
    answered = 0
    is_stuck = False

    def uploads(self) -> int:
        """How many uploads are being received."""
        return sum(
            channel.request is not None and channel.request.is_upload
            for channel in self.active_channels.values()
        )

    def maintenance(self, now: float) -> None:
        """Closes connections that are idle or too slow; notes a request that does not end."""
        super().maintenance(now)
        clock = time.monotonic()
        for channel in list(self.active_channels.values()):
            if channel.is_late(clock):
                channel.handle_close()
            since = channel.answering_since
            if since is not None and clock - since > REQUEST_SECONDS:
                self.is_stuck = True

    def is_busy(self) -> bool:
        """Whether a request is being answered or sent."""
        return any(
            channel.requests or channel.total_outbufs_len
            for channel in self.active_channels.values()
        )


@dataclass
class Stop:
    """Whether this process is to end, set by a signal."""

    asked: bool = False


def settings(listening: socket.socket) -> Adjustments:
    """What waitress is told. Nothing is ever written to a file: it would lie on the disk in clear."""
    return Adjustments(
        sockets=[listening],
        threads=THREADS,
        connection_limit=MOST_CONNECTIONS,
        cleanup_interval=1,
        channel_timeout=IDLE_SECONDS,
        max_request_header_size=MOST_HEADER_BYTES,
        max_request_body_size=MOST_UPLOAD_BYTES + 1,
        inbuf_overflow=2 * MOST_UPLOAD_BYTES,
        outbuf_overflow=1 << 40,
        outbuf_high_watermark=1 << 28,  # larger answers wait for their reader
        asyncore_use_poll=True,
        ident=None,  # no `Server:` header
        clear_untrusted_proxy_headers=False,  # the settings say which of them count
        expose_tracebacks=False,
        log_socket_errors=False,
    )


def serve(application: Any, listening: socket.socket, stop: Stop, tick: Callable[[], bool]) -> None:
    """Answers requests until `stop` is asked, `tick` says no, or this process is to be replaced."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    connections: dict[int, Any] = {}
    adjustments = settings(listening)
    place = (listening.family, listening.type, listening.proto, listening.getsockname())
    server = Server(
        application,
        connections,
        True,
        listening,
        adj=adjustments,
        bind_socket=False,
        sockinfo=place,
    )

    def once() -> None:
        wasyncore.loop(timeout=1, use_poll=True, map=connections, count=1)

    while not stop.asked and not server.is_stuck and server.answered < MOST_REQUESTS:
        if not tick():
            break
        once()
    if server.is_stuck:
        log.error("A request did not end in time; this web process is replaced.")
    # From here on other processes take what is new.
    server.del_channel(connections)
    deadline = time.monotonic() + STOP_SECONDS
    while server.is_busy() and time.monotonic() < deadline:
        once()
        tick()
    wasyncore.close_all(connections)
