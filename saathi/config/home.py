"""The folder where an installation keeps its secrets, keys, files and embedded database."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from saathi.config.env import SettingError

SECRETS = ("secret-key", "context-key")


def prepare(home: Path) -> None:
    """Makes the folders and the secrets that are not there yet; leaves what exists untouched."""
    home.mkdir(mode=0o755, parents=True, exist_ok=True)
    for folder in ("secrets", "keys", "files", "audit", "mail", "backups"):
        (home / folder).mkdir(mode=0o700, exist_ok=True)
    for name in SECRETS:
        file = home / "secrets" / name
        if not file.exists():
            _write_once(file, secrets.token_hex(32))


def _write_once(file: Path, text: str) -> None:
    """The whole file at once, or the one that another process made first."""
    draft = file.with_name(f".{file.name}-{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text, encoding="ascii")
    with suppress(FileExistsError):
        os.link(draft, file)
    draft.unlink()


def read_secret(home: Path, name: str, setting: str) -> str:
    """A secret of this home; a plain sentence where it is missing."""
    file = home / "secrets" / name
    try:
        value = file.read_text(encoding="ascii").strip()
    except OSError as error:
        raise SettingError(
            f"{setting} is not set and {file} cannot be read ({error.strerror}). "
            f"Run `saathi migrate` once to make it, or set {setting}."
        ) from error
    if len(value) < 32:
        raise SettingError(f"{setting} must have at least 32 characters.")
    return value
