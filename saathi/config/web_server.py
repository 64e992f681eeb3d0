"""The web server of one process: waitress, with limits on what clients may send and how slowly.

A request is read whole, in memory, before one of the threads handles it: a slow sender occupies a
connection, never a thread. Nothing here relies on a proxy. The limits are in `web_limits`.
"""

import logging
import socket
import time
from collections.abc import Callable
from typing import Any, Final

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer

from saathi.config import web_limits as limits
from saathi.config.web_channel import RECEIVED_AT_ONCE, TOO_MANY, ClientChannel
from saathi.config.web_limits import NOTHING_KNOWN, ClientRules
from saathi.config.web_requests import LimitedRequestParser, ServiceUnavailable

log = logging.getLogger("saathi.web_server")

THREADS: Final = 4
# A request that runs longer has lost its database or is in an endless loop: its process is
# replaced.
REQUEST_SECONDS: Final = 60
STOP_SECONDS: Final = 10  # for requests that are being received or answered
MOST_REQUESTS: Final = 20_000  # the process is then replaced: some memory is never returned
TOO_MANY_FILES: Final = "Several files are being sent. Try again in a minute."
TOO_MUCH: Final = "Too much is being sent at once. Try again in a minute."


class LimitedServer(TcpWSGIServer):  # type: ignore[misc]
    """A listening socket and its connections, which are checked each second."""

    channel_class = ClientChannel
    answered = 0
    is_stuck = False
    is_ending = False

    def __init__(self, *args: Any, front: ClientRules, **options: Any) -> None:
        self.front = front
        super().__init__(*args, **options)

    def make_room_for(self, channel: ClientChannel) -> None:
        """Closes a waiting connection if one address, or all addresses together, have too many."""
        if channel.address:
            same = [other for other in self._channels() if other.address == channel.address]
            self._close_longest(same, limits.MOST_OF_ADDRESS)
        self._close_longest(self._channels(), limits.MOST_CONNECTIONS)

    def _channels(self) -> list[ClientChannel]:
        return list(self.active_channels.values())

    def _close_longest(self, channels: list[ClientChannel], most: int) -> None:
        if len(channels) > most:
            waiting = [channel for channel in channels if channel.may_be_closed()]
            # Never empty: the new connection, the last one, is itself waiting for a request.
            min(waiting, key=lambda channel: channel.quiet_since).close_at_once()

    def add_task(self, task: ClientChannel) -> None:
        """Queues a request to be answered, or to be refused if its client has too many."""
        request = task.requests[0]
        if request.error is None and (why := self.reason_to_refuse(task, request)):
            request.error = ServiceUnavailable(why)
        if self.is_ending:
            request.headers["CONNECTION"] = "close"  # the next request goes to another process
        super().add_task(task)

    def reason_to_refuse(self, channel: ClientChannel, request: LimitedRequestParser) -> str:
        """The reason to refuse one more request of this client, or an empty text."""
        channels = self._channels()
        unread = sum(
            other.total_outbufs_len for other in channels if other.client == request.client
        )
        if (
            channel.total_outbufs_len > limits.MOST_UNREAD_BYTES_OF_CONNECTION
            or unread > limits.MOST_UNREAD_BYTES_OF_CLIENT
        ):
            return TOO_MUCH
        others = [
            other
            for open_channel in channels
            for other in open_channel.open_requests()
            if other is not request and other.client == request.client
        ]
        if request.is_upload:
            uploads = sum(other.is_upload for other in others)
            if uploads >= limits.MOST_UPLOADS_OF_PERSON:
                return TOO_MANY_FILES
        most = limits.MOST_OF_PERSON if request.is_signed_in else limits.MOST_OF_ADDRESS
        return TOO_MANY if len(others) >= most else ""

    def reason_to_refuse_bytes(self, request: LimitedRequestParser) -> str:
        """The reason to refuse more of this body, or an empty text."""
        if request.framing_bytes() > limits.MOST_FRAMING_BYTES or request.has_excessive_framing():
            return TOO_MUCH
        if request.body_bytes() <= limits.SMALL_BODY_BYTES:
            return ""
        total = anonymous = of_client = 0
        for channel in self._channels():
            for other in channel.open_requests():
                size = other.body_bytes()
                if size <= limits.SMALL_BODY_BYTES:
                    continue
                total += size
                anonymous += 0 if other.is_signed_in else size
                of_client += size if other.client == request.client else 0
        if request.is_signed_in:
            fits = of_client <= limits.MOST_BODY_BYTES_OF_PERSON
        else:
            fits = (
                of_client <= limits.MOST_BODY_BYTES_OF_ADDRESS
                and anonymous <= limits.MOST_BODY_BYTES_OF_STRANGERS
            )
        return "" if fits and total <= limits.MOST_BODY_BYTES else TOO_MUCH

    def maintenance(self, now: float) -> None:
        """Closes connections that are idle or too slow; notes a request that does not end."""
        super().maintenance(now)
        clock = time.monotonic()
        for channel in self._channels():
            channel.record_unread_answer(clock)
            if channel.is_late(clock):
                channel.close_at_once()
            since = channel.answering_since
            if since is not None and clock - since > REQUEST_SECONDS:
                self.is_stuck = True
        self._close_longest_unread()

    def _close_longest_unread(self) -> None:
        """Closes the slowest readers while unread answers exceed their memory limit."""
        unread = [channel for channel in self._channels() if channel.unread_since is not None]
        unread.sort(key=lambda channel: channel.unread_since or 0, reverse=True)
        total = sum(channel.total_outbufs_len for channel in unread)
        while total > limits.MOST_UNREAD_BYTES:
            slowest = unread.pop()
            total -= slowest.total_outbufs_len
            slowest.close_at_once()

    def is_busy(self) -> bool:
        """Whether a request body is being received, or an answer is being prepared or sent."""
        return any(
            channel.total_outbufs_len or any(channel.open_requests())
            for channel in self._channels()
        )


class StopSignal:
    """Whether this process was asked to end, set by a signal."""

    is_set = False


def settings(listening: socket.socket) -> Adjustments:
    """The settings of waitress. Nothing is ever written to a file, which would be unencrypted."""
    return Adjustments(
        sockets=[listening],
        threads=THREADS,
        # Never reached: `make_room_for` closes a connection first. At this limit, the library would
        # stop accepting.
        connection_limit=2 * limits.MOST_CONNECTIONS,
        cleanup_interval=1,
        channel_timeout=limits.IDLE_SECONDS,
        recv_bytes=RECEIVED_AT_ONCE,
        max_request_header_size=limits.MOST_HEADER_BYTES,
        max_request_body_size=limits.MOST_UPLOAD_BYTES + 1,
        inbuf_overflow=2 * limits.MOST_UPLOAD_BYTES,
        outbuf_overflow=1 << 40,
        # Beyond this a thread would wait for the reader. Connections are closed before.
        outbuf_high_watermark=limits.MOST_UNREAD_BYTES,
        asyncore_use_poll=True,
        ident=None,  # no `Server:` header
        clear_untrusted_proxy_headers=False,  # the proxy settings say which of them count
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
    """Answers requests until `stop` is set, `tick` returns False, or the process is replaced."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    connections: dict[int, Any] = {}
    server = LimitedServer(
        *(application, connections, True, listening),
        adj=settings(listening),
        bind_socket=False,
        sockinfo=(listening.family, listening.type, listening.proto, listening.getsockname()),
        front=front,
    )

    def poll() -> None:
        wasyncore.loop(timeout=1, use_poll=True, map=connections, count=1)

    def must_end() -> bool:
        return not tick() or stop.is_set or server.is_stuck

    while server.answered < MOST_REQUESTS and not must_end():
        poll()
    if server.is_stuck:
        log.error("A request did not end in time; this web process is replaced.")
    # From here on other processes accept new connections.
    server.is_ending = True
    server.del_channel(connections)
    # Uploads may finish only if the process is being replaced because of its number of requests.
    deadline = time.monotonic() + limits.UPLOAD_SECONDS
    while server.is_busy() and time.monotonic() < deadline:
        if must_end():
            deadline = min(deadline, time.monotonic() + STOP_SECONDS)
        poll()
    wasyncore.close_all(connections)
