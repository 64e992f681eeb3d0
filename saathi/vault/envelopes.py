"""Seals the identifying content of a record into one blob. Plain Python; stores no keys.

Blob: 1 byte version, 12 bytes nonce, AES-256-GCM ciphertext with its 16 byte tag. The associated
data are version, field id and row id, so a blob moved to another row or field does not open;
another file has another key.
"""

import json
import os
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from saathi.vault.errors import VaultError

VERSION = b"\x01"
KEY_BYTES = 32
# Random nonces are safe for 2**32 messages under one key; one file has a few dozen.
NONCE_BYTES = 12
TAG_BYTES = 16
# The length of a ciphertext is the length of the text: without padding it would distinguish "has a
# second telephone number" or a short name from a long one. Steps of 64 reduce this but do not hide
# it.
PADDING_BYTES = 64
# "app.model" or "app.model.part"; permanent, because it is part of every blob it sealed.
FIELD_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")


_CANONICAL = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True
)


def new_key() -> bytes:
    """A fresh random data key."""
    return os.urandom(KEY_BYTES)


def seal_bytes(key: bytes, field_id: str, row_id: UUID, data: bytes) -> bytes:
    """A blob that opens only with the same key, field and row (`open_bytes`); about 4 us."""
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, _pad(data), _associated_data(field_id, row_id))
    return VERSION + nonce + sealed


def open_bytes(key: bytes, field_id: str, row_id: UUID, blob: bytes) -> bytes:
    """The sealed bytes; `VaultError` if blob, key, field or row is not the same."""
    associated = _associated_data(field_id, row_id)
    padded = None
    if blob[:1] == VERSION and len(blob) >= 1 + NONCE_BYTES + PADDING_BYTES + TAG_BYTES:
        nonce, sealed = blob[1 : 1 + NONCE_BYTES], blob[1 + NONCE_BYTES :]
        try:
            padded = AESGCM(key).decrypt(nonce, sealed, associated)
        except InvalidTag:
            padded = None
    if padded is None:
        raise VaultError(
            f"The sealed value of {field_id} in record {row_id} does not open: "
            "it was damaged, moved here from another record, or sealed with another key."
        )
    return _unpad(padded)


def to_bytes(payload: Mapping[str, Any]) -> bytes:
    """The payload as canonical JSON: sorted keys, no spaces, UTF-8."""
    try:
        return _CANONICAL.encode(payload).encode()
    except (TypeError, ValueError, RecursionError):
        pass
    # Raised here, not inside `except`: the first error can quote the value and would stay attached.
    raise VaultError(
        "Only text, whole and finite numbers, yes/no, nothing, lists and dictionaries of these "
        "can be sealed; write dates as text."
    )


def from_bytes(data: bytes) -> dict[str, Any]:
    """The payload of bytes from `to_bytes`."""
    payload: Any = None
    try:
        payload = json.loads(data)
    except ValueError:
        payload = None
    if not isinstance(payload, dict):
        raise VaultError("A sealed value opened but does not hold a dictionary.")
    return payload


def _pad(data: bytes) -> bytes:
    """The data padded by at least one byte: 0x80, then zeros up to the step."""
    return data + b"\x80" + bytes(-(len(data) + 1) % PADDING_BYTES)


def _unpad(padded: bytes) -> bytes:
    # The content is authenticated, so it cannot be used as a padding oracle.
    return padded.rstrip(b"\x00")[:-1]


def _associated_data(field_id: str, row_id: UUID) -> bytes:
    # The row id has a fixed length and comes last, so no two pairs give the same bytes.
    return _field_label(field_id) + row_id.bytes


@lru_cache(maxsize=512)
def _field_label(field_id: str) -> bytes:
    if FIELD_ID.fullmatch(field_id) is None:
        raise VaultError(f"{field_id!r} is not a field id such as 'people.child'.")
    return VERSION + field_id.encode("ascii") + b"\x00"
