"""An incoming request of the web server: its client, its kind, and its size in memory."""

import copy
from typing import Any

from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.utilities import Error, RequestHeaderFieldsTooLarge

from saathi.config import web_limits as limits
from saathi.config.web_limits import ClientRules


class ServiceUnavailable(Error):  # type: ignore[misc]
    """The client, or all clients together, sent more than is allowed."""

    code = 503
    reason = "Service Unavailable"


class LimitedRequestParser(HTTPRequestParser):  # type: ignore[misc]
    """A request being received: its client, and the allowed length of its body."""

    adj: Any  # limits, a separate copy once the header is read
    client = ""  # a signed-in person or an address, once the header is read
    is_signed_in = False
    is_upload = False
    chunk_bytes = 0  # bytes of a chunked body as sent, including its framing lines

    def __init__(self, adj: Adjustments, *, front: ClientRules, peer: str) -> None:
        super().__init__(adj)
        self._front, self._peer = front, peer

    def parse_header(self, header_plus: bytes) -> None:
        """Reads the header. `ParsingError` if a proxy could interpret it differently."""
        names = [line.partition(b":")[0].strip().lower() for line in header_plus.split(b"\r\n")[1:]]
        try:
            super().parse_header(header_plus)
        except ValueError:  # a length with more digits than Python converts to a number
            raise ParsingError("The length of the body cannot be read.") from None
        if b"transfer-encoding" in names and (b"content-length" in names or self.version != "1.1"):
            raise ParsingError("The length of the body is given in two ways.")
        if names.count(b"host") > 1:
            raise ParsingError("The host is given twice.")
        if not self.request_uri.startswith("/"):
            # A complete URL may name a host other than that of the checked header.
            raise ParsingError("The address must begin with a slash.")
        if header_plus.rstrip().count(b"\r\n") > limits.MOST_HEADERS:
            self.error = RequestHeaderFieldsTooLarge("too many header fields")
            self.completed = True
            return
        self._identify_client()
        kind = self.headers.get("CONTENT_TYPE", "").lower()
        self.is_upload = (
            self.is_signed_in
            and kind.startswith("multipart/form-data")
            and self.content_length > limits.MOST_PAGE_BYTES
        )
        self.adj = copy.copy(self.adj)
        # The library refuses sizes that reach its limit; our limits are the largest accepted size.
        self.adj.max_request_body_size = 1 + (
            limits.MOST_UPLOAD_BYTES if self.is_upload else limits.MOST_PAGE_BYTES
        )

    def _identify_client(self) -> None:
        person = self._front.person_in(self.headers.get("COOKIE", ""))
        self.is_signed_in = bool(person)
        self.client = person or limits.client_address(
            self._peer, self.headers.get("X_FORWARDED_FOR", ""), self._front.proxies
        )

    def received(self, data: bytes) -> int:
        """Reads the bytes of this request; returns how many were read."""
        had_header = self.headers_finished
        taken = int(super().received(data))
        self.chunk_bytes += taken if had_header and self.chunked else 0
        return taken

    def has_excessive_framing(self) -> bool:
        """Whether the framing lines are longer than the chunks: no normal client sends that."""
        if self.body_rcv is None or self.chunk_bytes <= limits.SMALL_BODY_BYTES:
            return False
        return bool(self.chunk_bytes > 2 * self.body_rcv.__len__())

    def body_bytes(self) -> int:
        """The size of the body in memory."""
        return 0 if self.body_rcv is None else self.body_rcv.__len__() + self.framing_bytes()

    def framing_bytes(self) -> int:
        """The size in memory of an unfinished framing line of a chunked body."""
        parts = (getattr(self.body_rcv, name, b"") for name in ("control_line", "trailer"))
        return sum(map(len, parts))
