"""One connection of the web server: reads requests within the limits and refuses others."""

import socket
import time
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from waitress.channel import HTTPChannel
from waitress.task import ErrorTask, WSGITask

from saathi.config import web_limits as limits
from saathi.config.web_requests import LimitedRequestParser, ServiceUnavailable

if TYPE_CHECKING:
    from saathi.config.web_server import LimitedServer

RECEIVED_AT_ONCE: Final = 64 * 1024
# Small, because the library copies the remainder for each chunk that it removes.
TAKEN_OF_CHUNKS: Final = 4 * 1024
TOO_MANY: Final = "Too many requests are sent at once. Try again in a minute."


class _WithoutBodyToHead:
    """An answer that sends its headers alone to HEAD: a client would read a body as the next answer."""

    def write(self: Any, data: bytes) -> None:
        """Sends the headers once, then the data unless the request is HEAD."""
        is_head = getattr(self.request, "command", "") == "HEAD"  # none if it was not read
        super().write(b"" if is_head else data)  # type: ignore[misc]
        if is_head:
            self.chunked_response = False  # not even the end of a chunked body follows


class _ClientTask(_WithoutBodyToHead, WSGITask):  # type: ignore[misc]
    """The answer of the application."""

    def get_environment(self) -> dict[str, Any]:
        """The request as the application reads it; to HEAD, no file can be sent past `write`."""
        environment: dict[str, Any] = super().get_environment()
        if self.request.command == "HEAD":
            environment.pop("wsgi.file_wrapper", None)
        return environment


class _RefusalTask(_WithoutBodyToHead, ErrorTask):  # type: ignore[misc]
    """The answer to a request that the server refuses."""


class ClientChannel(HTTPChannel):  # type: ignore[misc]
    """A connection with its requests, timers and unread answers."""

    task_class = _ClientTask
    error_task_class = _RefusalTask
    request: Any = None  # the request being received, a `LimitedRequestParser`
    began: float | None = None  # time of the first byte of an incomplete request
    answering_since: float | None = None
    unread_since: float | None = None  # checked each second
    most_unread = 0  # bytes, since then
    client = ""  # client of the last answered request
    is_signed_in = False
    is_refused = False
    blank_bytes = 0  # before and between requests
    lingers_until: float | None = None

    def __init__(
        self,
        server: "LimitedServer",
        sock: Any,
        addr: Any,
        adj: Any,
        map: Any = None,  # noqa: A002 - waitress names it so
    ) -> None:
        self.parser_class = partial(LimitedRequestParser, front=server.front, peer=addr[0])
        # Behind a proxy, the connection is the proxy's and only its requests have a client.
        self.address = "" if server.front.proxies else limits.client_address(addr[0], "", 0)
        self.quiet_since = time.monotonic()
        super().__init__(server, sock, addr, adj, map=map)
        server.make_room_for(self)

    def open_requests(self) -> Iterator[LimitedRequestParser]:
        """The requests that are being received or answered."""
        yield from list(self.requests)
        request = self.request
        if request is not None and request.headers_finished:
            yield request

    def may_be_closed(self) -> bool:
        """Whether no answer is awaited, and no signed-in person is sending or reading.

        A client that has not read its answer within the limit for idle connections gives way to
        others.
        """
        if self.requests or (self.request is not None and self.request.is_signed_in):
            return False
        if not self.total_outbufs_len:
            return True
        since = self.unread_since
        is_slow = since is not None and time.monotonic() - since > limits.IDLE_SECONDS
        return is_slow and not self.is_signed_in

    def received(self, data: bytes) -> bool:
        """Handles received data; a request beyond a limit is refused before the rest arrives.

        Nothing after a refused request is read: its answer ends the connection.
        """
        with self.requests_lock:
            if not data or self.will_close or self.close_when_flushed:
                return False
            self.unread_since = None  # nothing is received until all answers have been read
            if self.request is None:
                self.quiet_since = time.monotonic()
            at = 0
            while at < len(data) and not self.will_close:
                if self.request is None:
                    at += self._skip_blank_lines(data[at:])
                    if at == len(data):
                        break
                most = RECEIVED_AT_ONCE
                if self.request is not None and self.request.chunked:
                    most = TAKEN_OF_CHUNKS
                taken = self._parse(data[at : at + most])
                if self.requests and self.requests[-1].error:
                    break
                at += taken
        return True

    def _skip_blank_lines(self, data: bytes) -> int:
        """The number of blank bytes before a request; a client that sends little else is closed.

        Each blank line would count as a request, and a packet can contain thousands.
        """
        blank = len(data) - len(data.lstrip())
        self.blank_bytes += blank
        if self.blank_bytes > limits.MOST_FRAMING_BYTES:
            self.will_close = True
        return blank

    def _parse(self, data: bytes) -> int:
        """Parses data of the request, or all data after an error; returns the number of bytes."""
        if self.request is None:
            self.request = self.parser_class(self.adj)
            self.began = time.monotonic()
        request = self.request
        had_header = request.headers_finished
        taken = int(request.received(data))
        if request.headers_finished and not request.empty and request.error is None:
            if not had_header:
                self.began = time.monotonic()  # the time limit for the body applies from here on
            if refusal := self._refusal_while_received(request, is_new=not had_header):
                request.error = ServiceUnavailable(refusal)
                request.completed = True
        if request.completed:
            self._queue(request)
            return len(data) if request.error else taken
        if (
            request.expect_continue
            and request.headers_finished
            and not self.requests
            and not self.sent_continue
        ):
            self.send_continue()
        return taken

    def _refusal_while_received(self, request: LimitedRequestParser, *, is_new: bool) -> str:
        if is_new and len(self.requests) >= limits.MOST_QUEUED_OF_CONNECTION:
            return TOO_MANY
        if request.completed:
            return ""  # checked when its turn comes
        refusal = self.server.reason_to_refuse_bytes(request)
        return refusal or (self.server.reason_to_refuse(self, request) if is_new else "")

    def _queue(self, request: LimitedRequestParser) -> None:
        self.request = self.began = None
        self.sent_continue = False
        if request.empty:
            return
        self.requests.append(request)
        if len(self.requests) == 1:
            self.server.add_task(self)

    def record_unread_answer(self, now: float) -> None:
        """Records how much of the answers the client has not read, and since when."""
        unread = self.total_outbufs_len
        if not unread:
            self.unread_since = None
        elif self.unread_since is None:
            self.unread_since, self.most_unread = now, unread
        else:
            self.most_unread = max(self.most_unread, unread)

    def _reads_too_slowly(self, now: float) -> bool:
        if self.unread_since is None:
            return False
        by_size = self.most_unread / limits.SLOWEST_READER_BYTES
        return now - self.unread_since > max(limits.ANSWER_SECONDS, by_size)

    def is_late(self, now: float) -> bool:
        """Whether the client takes longer than allowed to send its request or to read."""
        if self.lingers_until is not None:
            return now > self.lingers_until
        # The library closes once the socket accepts bytes, but it never does if the client never
        # reads.
        if self.will_close or self._reads_too_slowly(now):
            return True
        if self.began is None:
            return False
        request = self.request
        if request is None or not request.headers_finished:
            allowed = limits.HEADER_SECONDS
        else:
            allowed = limits.UPLOAD_SECONDS if request.is_upload else limits.PAGE_SECONDS
        return now - self.began > allowed

    def service(self) -> None:
        """Answers the next request."""
        self.answering_since = time.monotonic()
        request = self.requests[0]
        self.is_refused = request.error is not None
        self.client, self.is_signed_in = request.client, request.is_signed_in
        try:
            super().service()
        finally:
            self.answering_since = None
            self.quiet_since = time.monotonic()
            # Refusals do not count: they leave nothing in memory, and anyone can cause one.
            self.server.answered += 0 if self.is_refused else 1

    # --- A refused client can read the reason: closing a socket with unread bytes would reset it.

    def handle_close(self) -> None:
        """Closes the connection; after a refusal, closes only our side first."""
        if self.is_refused and self.connected and self.lingers_until is None:
            self.lingers_until = time.monotonic() + limits.LINGER_SECONDS
            try:
                self.socket.shutdown(socket.SHUT_WR)
            except OSError:
                pass
            else:
                return
        super().handle_close()

    def close_at_once(self) -> None:
        """Closes the connection, whether or not its client has read everything."""
        self.is_refused = False
        self.handle_close()

    def handle_read(self) -> None:
        """Receives data; discards it after a refusal."""
        if self.lingers_until is None:
            super().handle_read()
            return
        try:
            self.recv(self.adj.recv_bytes)
        except OSError:
            self.handle_close()

    def readable(self) -> bool:
        """Whether to receive more data."""
        return self.lingers_until is not None or bool(super().readable())

    def writable(self) -> bool:
        """Whether there is something to send, or a connection to close."""
        return self.lingers_until is None and bool(super().writable())
