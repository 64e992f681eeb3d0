"""The folder where an installation keeps its secrets, keys, files and embedded database."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from saathi.config.env import SettingError

# name -> the setting that gives the secret instead of its file
SECRETS = {
    "secret-key": "SAATHI_SECRET_KEY",
    "context-key": "SAATHI_CONTEXT_KEY",
    "job-key": "SAATHI_JOB_KEY",
    "invitation-key": "SAATHI_INVITATION_KEY",
}
# name -> the kinds of process that need it; the others neither read it nor may (`saathi install`).
# The secret key opens sessions and sign-in details; the context key says who acts; with the job key
# the web orders jobs in a person's name, with the invitation key it and the worker make invitations.
READERS = {
    "secret-key": frozenset({"web", "migrate", "maintenance", "tests"}),
    "context-key": frozenset({"web", "carrier", "migrate", "maintenance", "tests"}),
    "job-key": frozenset({"web", "carrier", "maintenance", "tests"}),
    "invitation-key": frozenset({"web", "worker", "maintenance", "tests"}),
}
FOLDERS = ("secrets", "keys", "files", "audit", "mail", "backups", "state")
OPEN_FOLDERS = ("state",)  # numbers and times, read by the monitor under an account of its own


def prepare(home: Path) -> None:
    """Makes the folders and the secrets that are not there yet; leaves what exists untouched.

    A service that `saathi install` gave only a part of the home makes nothing in the rest.
    """
    try:
        home.mkdir(mode=0o755, parents=True, exist_ok=True)
        for folder in FOLDERS:
            if os.access(home, os.W_OK):
                mode = 0o755 if folder in OPEN_FOLDERS else 0o700
                (home / folder).mkdir(mode=mode, exist_ok=True)
        for name in SECRETS:
            file = home / "secrets" / name
            if os.access(file.parent, os.W_OK) and not file.exists():
                _write_once(file, secrets.token_hex(32))
    except OSError as error:
        raise SettingError(
            f"{home} cannot be prepared: {error.filename}: {error.strerror}. Set SAATHI_HOME to a "
            "folder that this user may write, or run `saathi install` again as root."
        ) from error


def _write_once(file: Path, text: str) -> None:
    """The whole file at once, or the one that another process made first."""
    draft = file.with_name(f".{file.name}-{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text, encoding="ascii")
    with suppress(FileExistsError):
        os.link(draft, file)
    draft.unlink()


def secret_of(process: str, home: Path, name: str, given: str = "") -> str:
    """The secret for a process of this kind; a random one where the process has no use for it.

    What such a process signed or sealed by mistake would open nowhere else.
    """
    if process not in READERS[name]:
        return secrets.token_hex(32)
    return given or read_secret(home, name, SECRETS[name])


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
