"""Seals sign-in data, such as seeds of code apps and sessions. Not for data of a child.

The key is derived from the installation's secret key, which is not in the database: a database dump
reveals no second factor and no session.
"""

import base64
from collections.abc import Iterator
from uuid import UUID, uuid5

from django.conf import settings
from django.utils.crypto import salted_hmac

from saathi.vault import envelopes
from saathi.vault.errors import VaultError

SEAL_NAMESPACE = UUID("5b0f9a62-6a53-4d0e-9d0b-0f3c3f6f8b11")  # turns texts into row ids; permanent


def seal_text(text: bytes, *, purpose: str, row: str = "") -> str:
    """The sealed text, which can be opened only with the same purpose and row."""
    key = next(_keys(purpose))
    sealed = envelopes.seal_bytes(key, f"agencies.{purpose}", uuid5(SEAL_NAMESPACE, row), text)
    return base64.b64encode(sealed).decode("ascii")


def open_sealed(sealed: str, *, purpose: str, row: str = "") -> bytes:
    """The opened content; `VaultError` if it was changed, moved, or sealed with another key."""
    blob = base64.b64decode(sealed.encode("ascii"))
    for key in _keys(purpose):
        try:
            return envelopes.open_bytes(
                key, f"agencies.{purpose}", uuid5(SEAL_NAMESPACE, row), blob
            )
        except VaultError:
            continue
    raise VaultError("This was sealed with another secret key, or changed since.")


def _keys(purpose: str) -> Iterator[bytes]:
    """The current key, then those of replaced secret keys that are still accepted."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield salted_hmac("saathi.sealing", purpose, secret=secret, algorithm="sha256").digest()
