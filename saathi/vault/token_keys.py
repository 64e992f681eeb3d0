"""The file of the key that blind tokens are made with."""

import secrets
from pathlib import Path

from saathi.vault.root_keys import KEY_BYTES, fingerprint, read_key_file, write_key

TOKEN_KEY_FILE = "token.key"  # noqa: S105 - a file name


def load_token_key(folder: Path) -> bytes:
    """The token key; `RootKeyUnusable` if it is lost. With a new one all tokens must be rebuilt."""
    return read_key_file(folder / TOKEN_KEY_FILE)


def create_token_key(folder: Path) -> bytes:
    """A new token key, durably on disk; never replaces an existing one."""
    secret = secrets.token_bytes(KEY_BYTES)
    write_key(folder / TOKEN_KEY_FILE, secret, shared=True)
    return secret


def token_key_name(secret: bytes) -> str:
    """The name under which the database records the token key that made its tokens."""
    return f"token-{fingerprint(secret)}"
