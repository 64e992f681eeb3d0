"""Limits on what one client may use of a web process, and how clients are distinguished.

A client is a signed-in person (in all sessions) or else an address. Each has its own share, and a
new connection closes the one that has kept the server waiting longest, so one address cannot
exclude others.
"""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

MEGABYTE: Final = 1024 * 1024
# URL, cookies and user agent normally fit into two kilobytes.
MOST_HEADER_BYTES: Final = 16 * 1024
MOST_HEADERS: Final = 60
# For a form without files; the same as Django's DATA_UPLOAD_MAX_MEMORY_SIZE.
MOST_PAGE_BYTES: Final = 2 * MEGABYTE
# A file with its form, slightly above what any page accepts, so that the page can say so
# (saathi.web.memory_uploads). Only for signed-in people: no one else reaches a page that accepts
# files.
MOST_UPLOAD_BYTES: Final = 25 * MEGABYTE
# A slow telephone line sends 2 MB in a minute, an upload of 20 MB in ten.
HEADER_SECONDS: Final = 10
PAGE_SECONDS: Final = 60
UPLOAD_SECONDS: Final = 600
IDLE_SECONDS: Final = 20  # a connection that is kept open between requests
LINGER_SECONDS: Final = 2  # for a refused client to read the reason

# Connections of one process. One more closes the one that has gone longest without a request.
MOST_CONNECTIONS: Final = 1_000
# An office behind one address requests its pages as signed-in people, who count separately.
MOST_OF_ADDRESS: Final = 100
MOST_OF_PERSON: Final = 60  # a page with its files over HTTP/2
MOST_UPLOADS_OF_PERSON: Final = 2
# Requests of one connection, including the one being answered. Browsers and proxies wait for the
# answer before the next request; one more than this ends the connection.
MOST_QUEUED_OF_CONNECTION: Final = 8

# Unanswered request bodies in the memory of one process. Those below SMALL_BODY_BYTES, such as
# sign-ins, do not count: MOST_CONNECTIONS of them need 64 MB.
SMALL_BODY_BYTES: Final = 64 * 1024
MOST_FRAMING_BYTES: Final = (
    8 * 1024
)  # the size line of a chunk with its extensions, or the trailer after the last chunk
MOST_BODY_BYTES: Final = 256 * MEGABYTE
MOST_BODY_BYTES_OF_STRANGERS: Final = 64 * MEGABYTE
MOST_BODY_BYTES_OF_ADDRESS: Final = 16 * MEGABYTE
MOST_BODY_BYTES_OF_PERSON: Final = 64 * MEGABYTE

# Answers that clients have not read, in the memory of one process. Beyond the limit of a connection
# or client, the answer is a refusal; beyond the total limit, the slowest connections are closed.
ANSWER_SECONDS: Final = 120
SLOWEST_READER_BYTES: Final = 32 * 1024  # bytes a second, if that allows more time
MOST_UNREAD_BYTES: Final = 128 * MEGABYTE
MOST_UNREAD_BYTES_OF_CLIENT: Final = 32 * MEGABYTE
MOST_UNREAD_BYTES_OF_CONNECTION: Final = MEGABYTE  # at most, before its next request is answered


@dataclass(frozen=True)
class ClientRules:
    """The application's rules by which the web server recognises clients."""

    proxies: int = 0  # number of proxies in front; each adds an address to X-Forwarded-For
    # Identifies the signed-in person by a `Cookie` header, or returns an empty text. It must not
    # block.
    person_in: Callable[[str], str] = lambda _cookies: ""


NOTHING_KNOWN: Final = ClientRules()


def client_address(peer: str, forwarded: str, proxies: int) -> str:
    """The address of a client; for IPv6 the 64-bit network that one subscriber gets.

    Behind proxies, it is the entry added by the outermost of our own; entries before it can be
    forged.
    """
    entries = forwarded.split(",")
    if proxies and len(entries) >= proxies:
        try:
            return _plain(entries[-proxies].strip())
        except ValueError:
            pass
    return _plain(peer)


def _plain(text: str) -> str:
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))
