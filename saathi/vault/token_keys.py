"""The file of the key that blind tokens are made with."""

import secrets
from pathlib import Path

from saathi.vault.root_keys import KEY_BYTES, fingerprint, read_key, write_key

TOKEN_KEY_FILE = "token.key"  # noqa: S105 - a file name


def load_token_key(folder: Path) -> bytes:
    """The token key; `RootKeyMissing` where it is lost. A new one needs all tokens rebuilt."""
    return read_key(folder / TOKEN_KEY_FILE)


def create_token_key(folder: Path) -> bytes:
    """A new token key, safely on disk; never replaces one that is there."""
    secret = secrets.token_bytes(KEY_BYTES)
    write_key(folder / TOKEN_KEY_FILE, secret, shared=True)
    return secret


def token_key_name(secret: bytes) -> str:
    """The name under which the database remembers which token key its tokens were made with."""
    return f"token-{fingerprint(secret)}"
