"""HMAC-SHA256 (RFC 2104) of many short messages by one key, which is read in once: half the time."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

_BLOCK: Final = 64  # bytes that SHA-256 hashes at once
_INNER, _OUTER = (bytes(byte ^ pad for byte in range(256)) for pad in (0x36, 0x5C))


def digests(key: bytes, messages: Iterable[bytes], most: int) -> list[bytes]:
    """The first bytes of the HMAC of each, as `hmac.digest` makes it of a key of a block at most."""
    filled = key.ljust(_BLOCK, b"\0")
    inner, outer = sha256(filled.translate(_INNER)), sha256(filled.translate(_OUTER))
    found = []
    for message in messages:
        first, second = inner.copy(), outer.copy()
        first.update(message)
        second.update(first.digest())
        found.append(second.digest()[:most])
    return found
