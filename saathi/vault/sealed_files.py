"""Seals a file in chunks, so that a reader can stream it and detect a missing end.

Sealed file: 1 byte version, 32 bytes salt, 7 bytes nonce prefix, then chunks of 64 KiB (the last
one shorter) each with its 16 byte tag. The nonce of a chunk is prefix, counter, last-flag (STREAM:
Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015), so chunks cannot be swapped, dropped, repeated or
cut off. The key is derived from the file's data key for this one file: erasing the data key erases
it, and its nonces never collide with those of the envelopes.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from saathi.vault.errors import VaultError

VERSION = b"\x01"
CHUNK_BYTES = 64 * 1024
TAG_BYTES = 16
SALT_BYTES = 32
PREFIX_BYTES = 7
HEADER_BYTES = 1 + SALT_BYTES + PREFIX_BYTES


@dataclass(frozen=True)
class SealedFileLocation:
    """Where a sealed file belongs: its field, the child's file, its own id."""

    field_id: str
    file_id: UUID
    stored_id: UUID

    def associated_data(self, index: int) -> bytes:
        """The associated data of a chunk."""
        return b"\x00".join(
            [self.field_id.encode(), self.file_id.bytes + self.stored_id.bytes + index.to_bytes(4)]
        )


def seal_file(key: bytes, place: SealedFileLocation, data: bytes) -> Iterator[bytes]:
    """The header and the sealed chunks of a file, in order."""
    salt, prefix = os.urandom(SALT_BYTES), os.urandom(PREFIX_BYTES)
    cipher = _cipher(key, salt, place)
    yield VERSION + salt + prefix
    last = max(0, len(data) - 1) // CHUNK_BYTES
    view = memoryview(data)
    for index in range(last + 1):
        chunk = view[index * CHUNK_BYTES : (index + 1) * CHUNK_BYTES]
        nonce = _nonce(prefix, index, is_last=index == last)
        yield cipher.encrypt(nonce, chunk, place.associated_data(index))


def open_file(key: bytes, place: SealedFileLocation, sealed: Iterable[bytes]) -> Iterator[bytes]:
    """The opened chunks of a sealed file; `VaultError` at the first changed one.

    Pieces of any size may be passed. A truncated file fails at its end, so a caller that must not
    act on a partial file reads it whole first.
    """
    pieces = _regrouped(sealed)
    header = next(pieces, b"")
    if len(header) != HEADER_BYTES or header[:1] != VERSION:
        raise _changed_error(place)
    cipher = _cipher(key, header[1 : 1 + SALT_BYTES], place)
    prefix = header[1 + SALT_BYTES :]
    piece = next(pieces, b"")
    index = 0
    while True:
        following = next(pieces, None)
        nonce = _nonce(prefix, index, is_last=following is None)
        try:
            chunk = cipher.decrypt(nonce, piece, place.associated_data(index))
        except (InvalidTag, ValueError):
            chunk = None
        if chunk is None:
            raise _changed_error(place)
        yield chunk
        if following is None:
            return
        piece, index = following, index + 1


def _regrouped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes as one header and sealed chunks of full size, the last one shorter."""
    buffer = bytearray()
    size = HEADER_BYTES
    for piece in pieces:
        buffer += piece
        while len(buffer) >= size:
            yield bytes(buffer[:size])
            del buffer[:size]
            size = CHUNK_BYTES + TAG_BYTES
    if buffer:
        yield bytes(buffer)


def _cipher(key: bytes, salt: bytes, place: SealedFileLocation) -> AESGCM:
    info = b"saathi.vault.file\x00" + place.associated_data(0)
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(key))


def _nonce(prefix: bytes, index: int, *, is_last: bool) -> bytes:
    return prefix + index.to_bytes(4) + bytes([is_last])


def _changed_error(place: SealedFileLocation) -> VaultError:
    return VaultError(
        f"The stored file {place.stored_id} ({place.field_id}) does not open: "
        "it was damaged, cut off, or belongs elsewhere."
    )


class FileSealer:
    """Seals piece by piece, for writers that never have a whole file; `open_file` opens it."""

    def __init__(self, key: bytes, place: SealedFileLocation) -> None:
        salt, self._prefix = os.urandom(SALT_BYTES), os.urandom(PREFIX_BYTES)
        self._cipher = _cipher(key, salt, place)
        self._place = place
        self._held = bytearray()
        self._index = 0
        self.header = VERSION + salt + self._prefix

    def seal_data(self, data: bytes) -> Iterator[bytes]:
        """The full sealed chunks; the last one is kept back because it may be the end."""
        self._held += data
        start = 0
        while len(self._held) - start > CHUNK_BYTES:
            yield self._seal(bytes(self._held[start : start + CHUNK_BYTES]), is_last=False)
            start += CHUNK_BYTES
        del self._held[:start]

    def seal_last_chunk(self) -> bytes:
        """The last sealed chunk, which proves to a reader that nothing was cut off."""
        return self._seal(bytes(self._held), is_last=True)

    def _seal(self, chunk: bytes, *, is_last: bool) -> bytes:
        nonce = _nonce(self._prefix, self._index, is_last=is_last)
        sealed = self._cipher.encrypt(nonce, chunk, self._place.associated_data(self._index))
        self._index += 1
        return sealed
