"""The web server of one process: waitress, with limits on what a client may send and how slowly.

A request is read whole, in memory, before one of the threads takes it: who sends slowly holds a
connection, never a thread. Nothing here relies on a proxy. The limits are in `web_limits`.
"""

import logging
import socket
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

from saathi.config import web_limits as limits
from saathi.config.web_limits import NOTHING_KNOWN, ClientRules
from saathi.config.web_requests import LimitedRequestParser, ServiceUnavailable

log = logging.getLogger("saathi.web_server")

THREADS: Final = 4
RECEIVED_AT_ONCE: Final = 64 * 1024
# The library copies what is left with each chunk that it takes off.
TAKEN_OF_CHUNKS: Final = 4 * 1024
# A request that runs longer has lost its database or is caught in a loop: its process is replaced.
REQUEST_SECONDS: Final = 60
STOP_SECONDS: Final = 10  # in which what is being received or answered may end
MOST_REQUESTS: Final = 20_000  # then the process is replaced, against memory that is never returned
TOO_MANY: Final = "Too many requests are sent at once. Try again in a minute."
TOO_MANY_FILES: Final = "Several files are being sent. Try again in a minute."
TOO_MUCH: Final = "Too much is being sent at once. Try again in a minute."


class ClientChannel(HTTPChannel):  # type: ignore[misc]
    """A connection, with the time since its client began to send a request."""

    request: Any = None  # the one that is being received, a `LimitedRequestParser`
    began: float | None = None  # the first byte of a request that is not there whole
    answering_since: float | None = None
    unread_since: float | None = None  # looked at each second
    most_unread = 0  # bytes, since then
    client = ""  # of the last request that was answered
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
        # Behind a proxy the connection is the proxy's, and only a request has a client.
        self.address = "" if server.front.proxies else limits.address_of(addr[0], "", 0)
        self.quiet_since = time.monotonic()
        super().__init__(server, sock, addr, adj, map=map)
        server.make_room_for(self)

    def open_requests(self) -> Iterator[LimitedRequestParser]:
        """Those that are being received or answered."""
        yield from list(self.requests)
        request = self.request
        if request is not None and request.headers_finished:
            yield request

    def may_be_closed(self) -> bool:
        """Whether nobody waits for an answer, and no signed-in person is sending or reading.

        Who takes longer than an idle connection may to read an answer gives way to others.
        """
        if self.requests or (self.request is not None and self.request.is_signed_in):
            return False
        if not self.total_outbufs_len:
            return True
        since = self.unread_since
        is_slow = since is not None and time.monotonic() - since > limits.IDLE_SECONDS
        return is_slow and not self.is_signed_in

    def received(self, data: bytes) -> bool:
        """Takes what arrived; what is beyond a limit is refused before the rest of it is there.

        Nothing after a refused request is read: its answer ends the connection.
        """
        with self.requests_lock:
            if not data or self.will_close or self.close_when_flushed:
                return False
            self.unread_since = None  # nothing is received before all answers were taken
            if self.request is None:
                self.quiet_since = time.monotonic()
            at = 0
            while at < len(data) and not self.will_close:
                if self.request is None:
                    at += self._pass_over_blank_lines(data[at:])
                    if at == len(data):
                        break
                most = RECEIVED_AT_ONCE
                if self.request is not None and self.request.chunked:
                    most = TAKEN_OF_CHUNKS
                taken = self._take(data[at : at + most])
                if self.requests and self.requests[-1].error:
                    break
                at += taken
        return True

    def _pass_over_blank_lines(self, data: bytes) -> int:
        """How much of it lies before a request; a client that sends little else is closed.

        Each blank line would be a request of its own, and a packet is full of thousands.
        """
        blank = len(data) - len(data.lstrip())
        self.blank_bytes += blank
        if self.blank_bytes > limits.MOST_FRAMING_BYTES:
            self.will_close = True
        return blank

    def _take(self, data: bytes) -> int:
        """Takes what belongs to the present request, or all after an error; returns how much."""
        if self.request is None:
            self.request = self.parser_class(self.adj)
            self.began = time.monotonic()
        request = self.request
        had_header = request.headers_finished
        taken = int(request.received(data))
        if request.headers_finished and not request.empty and request.error is None:
            if not had_header:
                self.began = time.monotonic()  # from here on the time of the body counts
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
            return ""  # looked at when its turn comes
        refusal = self.server.refusal_of_bytes(request)
        return refusal or (self.server.refusal_of(self, request) if is_new else "")

    def _queue(self, request: LimitedRequestParser) -> None:
        self.request = self.began = None
        self.sent_continue = False
        if request.empty:
            return
        self.requests.append(request)
        if len(self.requests) == 1:
            self.server.add_task(self)

    def note_unread(self, now: float) -> None:
        """Notes since when and how much of the answers the client has not taken."""
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
        """Whether the client takes longer for its request, or for reading, than it may."""
        if self.lingers_until is not None:
            return now > self.lingers_until
        # The library closes when the socket takes bytes; that of a client that reads none never does.
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
        """Answers one request."""
        self.answering_since = time.monotonic()
        request = self.requests[0]
        self.is_refused = request.error is not None
        self.client, self.is_signed_in = request.client, request.is_signed_in
        try:
            super().service()
        finally:
            self.answering_since = None
            self.quiet_since = time.monotonic()
            # A refusal leaves nothing in memory, and anybody can have one.
            self.server.answered += 0 if self.is_refused else 1

    # --- A client that is refused reads why: a socket that closes with bytes unread resets it.

    def handle_close(self) -> None:
        """Closes the connection; after a refusal first this side of it only."""
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
        """Takes what arrived; drops it after a refusal."""
        if self.lingers_until is None:
            super().handle_read()
            return
        try:
            self.recv(self.adj.recv_bytes)
        except OSError:
            self.handle_close()

    def readable(self) -> bool:
        """Whether more is taken."""
        return self.lingers_until is not None or bool(super().readable())

    def writable(self) -> bool:
        """Whether something is to be sent or closed."""
        return self.lingers_until is None and bool(super().writable())


class LimitedServer(TcpWSGIServer):  # type: ignore[misc]
    """A listening socket and its connections, looked through each second."""

    channel_class = ClientChannel
    answered = 0
    is_stuck = False
    is_ending = False

    def __init__(self, *args: Any, front: ClientRules, **options: Any) -> None:
        self.front = front
        super().__init__(*args, **options)

    def make_room_for(self, channel: ClientChannel) -> None:
        """Closes a connection that waits where one address, or all together, have too many."""
        if channel.address:
            same = [one for one in self._channels() if one.address == channel.address]
            self._close_longest(same, limits.MOST_OF_ADDRESS)
        self._close_longest(self._channels(), limits.MOST_CONNECTIONS)

    def _channels(self) -> list[ClientChannel]:
        return list(self.active_channels.values())

    def _close_longest(self, channels: list[ClientChannel], most: int) -> None:
        if len(channels) > most:
            waiting = [one for one in channels if one.may_be_closed()]
            # Never empty: the new connection itself, the last of them, waits for its request.
            min(waiting, key=lambda one: one.quiet_since).close_at_once()

    def add_task(self, task: ClientChannel) -> None:
        """Has a request answered, by a refusal where its client has too many."""
        request = task.requests[0]
        if request.error is None and (why := self.refusal_of(task, request)):
            request.error = ServiceUnavailable(why)
        if self.is_ending:
            request.headers["CONNECTION"] = "close"  # the next request goes to another process
        super().add_task(task)

    def refusal_of(self, channel: ClientChannel, request: LimitedRequestParser) -> str:
        """Why one more request of this client is not taken, or nothing."""
        channels = self._channels()
        unread = sum(one.total_outbufs_len for one in channels if one.client == request.client)
        if (
            channel.total_outbufs_len > limits.MOST_UNREAD_BYTES_OF_CONNECTION
            or unread > limits.MOST_UNREAD_BYTES_OF_CLIENT
        ):
            return TOO_MUCH
        others = [
            one
            for other in channels
            for one in other.open_requests()
            if one is not request and one.client == request.client
        ]
        if request.is_upload:
            uploads = sum(one.is_upload for one in others)
            if uploads >= limits.MOST_UPLOADS_OF_PERSON:
                return TOO_MANY_FILES
        most = limits.MOST_OF_PERSON if request.is_signed_in else limits.MOST_OF_ADDRESS
        return TOO_MANY if len(others) >= most else ""

    def refusal_of_bytes(self, request: LimitedRequestParser) -> str:
        """Why no more of this body is taken, or nothing."""
        if request.framing_bytes() > limits.MOST_FRAMING_BYTES or request.is_mostly_framing():
            return TOO_MUCH
        if request.body_bytes() <= limits.SMALL_BODY_BYTES:
            return ""
        total = strangers = of_client = 0
        for channel in self._channels():
            for one in channel.open_requests():
                size = one.body_bytes()
                if size <= limits.SMALL_BODY_BYTES:
                    continue
                total += size
                strangers += 0 if one.is_signed_in else size
                of_client += size if one.client == request.client else 0
        if request.is_signed_in:
            fits = of_client <= limits.MOST_BODY_BYTES_OF_PERSON
        else:
            fits = (
                of_client <= limits.MOST_BODY_BYTES_OF_ADDRESS
                and strangers <= limits.MOST_BODY_BYTES_OF_STRANGERS
            )
        return "" if fits and total <= limits.MOST_BODY_BYTES else TOO_MUCH

    def maintenance(self, now: float) -> None:
        """Closes connections that are idle or too slow; notes a request that does not end."""
        super().maintenance(now)
        clock = time.monotonic()
        for channel in self._channels():
            channel.note_unread(clock)
            if channel.is_late(clock):
                channel.close_at_once()
            since = channel.answering_since
            if since is not None and clock - since > REQUEST_SECONDS:
                self.is_stuck = True
        self._close_longest_unread()

    def _close_longest_unread(self) -> None:
        """Closes those that have read longest where answers take more memory than they may."""
        unread = [one for one in self._channels() if one.unread_since is not None]
        unread.sort(key=lambda one: one.unread_since or 0, reverse=True)
        total = sum(one.total_outbufs_len for one in unread)
        while total > limits.MOST_UNREAD_BYTES:
            slowest = unread.pop()
            total -= slowest.total_outbufs_len
            slowest.close_at_once()

    def is_busy(self) -> bool:
        """Whether a request is being received, from the end of its header on, or answered, or sent."""
        return any(
            channel.total_outbufs_len or any(channel.open_requests())
            for channel in self._channels()
        )


class StopSignal:
    """Whether this process is to end, set by a signal."""

    asked = False


def settings(listening: socket.socket) -> Adjustments:
    """What waitress is told. Nothing is ever written to a file: it would lie on the disk in clear."""
    return Adjustments(
        sockets=[listening],
        threads=THREADS,
        # Never reached: `make_room_for` closes one before. The library would stop to accept.
        connection_limit=2 * limits.MOST_CONNECTIONS,
        cleanup_interval=1,
        channel_timeout=limits.IDLE_SECONDS,
        recv_bytes=RECEIVED_AT_ONCE,
        max_request_header_size=limits.MOST_HEADER_BYTES,
        max_request_body_size=limits.MOST_UPLOAD_BYTES + 1,
        inbuf_overflow=2 * limits.MOST_UPLOAD_BYTES,
        outbuf_overflow=1 << 40,
        # A thread would wait for the reader from here on. Before that connections are closed.
        outbuf_high_watermark=limits.MOST_UNREAD_BYTES,
        asyncore_use_poll=True,
        ident=None,  # no `Server:` header
        clear_untrusted_proxy_headers=False,  # the settings say which of them count
        expose_tracebacks=False,
        log_socket_errors=False,
    )


def serve(
    application: Any,
    listening: socket.socket,
    stop: StopSignal,
    tick: Callable[[], bool],
    front: ClientRules = NOTHING_KNOWN,
) -> None:
    """Answers requests until `stop` is asked, `tick` says no, or this process is to be replaced."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    connections: dict[int, Any] = {}
    server = LimitedServer(
        *(application, connections, True, listening),
        adj=settings(listening),
        bind_socket=False,
        sockinfo=(listening.family, listening.type, listening.proto, listening.getsockname()),
        front=front,
    )

    def once() -> None:
        wasyncore.loop(timeout=1, use_poll=True, map=connections, count=1)

    def is_told_to_end() -> bool:
        return not tick() or stop.asked or server.is_stuck

    while server.answered < MOST_REQUESTS and not is_told_to_end():
        once()
    if server.is_stuck:
        log.error("A request did not end in time; this web process is replaced.")
    # From here on other processes take what is new.
    server.is_ending = True
    server.del_channel(connections)
    # Who is sending a file may end where the process is replaced for its number of requests only.
    deadline = time.monotonic() + limits.UPLOAD_SECONDS
    while server.is_busy() and time.monotonic() < deadline:
        if is_told_to_end():
            deadline = min(deadline, time.monotonic() + STOP_SECONDS)
        once()
    wasyncore.close_all(connections)
