"""The folder where an installation keeps its secrets, keys, files and embedded database."""

import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
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
# What is lost with a secret, for whoever reads that it is missing.
PROTECTS = {
    "secret-key": "sessions and everyone's sign-in details are sealed with it",
    "context-key": "it signs for the database who acts",
    "job-key": "imports and exports that wait in the queue are sealed with it",
    "invitation-key": "invitations that are open were made with it",
}
# `saathi migrate` and `saathi install` make these again in an installation that has data, as an upgrade
# from a version without them needs: only what waits or is open is lost. The others never are.
REPLACEABLE = frozenset({"job-key", "invitation-key"})
PUT_BACK = (
    "Put it back from the key archive of a backup with `saathi restore-keys ARCHIVE`; on an installed "
    "machine as root with `saathi-as operator restore-keys ARCHIVE`, then `saathi install`."
)
FOLDERS = ("secrets", "keys", "files", "audit", "mail", "backups", "state")
OPEN_FOLDERS = ("state",)  # numbers and times, read by the monitor under an account of its own


def prepare(home: Path) -> None:
    """Makes the folders and every secret of a new home; leaves what exists untouched."""
    make_folders(home)
    make_secrets(home, SECRETS)


def is_there(home: Path) -> bool:
    """Whether an installation keeps anything in this folder."""
    return any((home / folder).is_dir() for folder in FOLDERS)


def make_folders(home: Path) -> None:
    """Makes the folders that are not there yet.

    A service that `saathi install` gave only a part of the home makes nothing in the rest.
    """
    with _said_plainly(home):
        home.mkdir(mode=0o755, parents=True, exist_ok=True)
        for folder in FOLDERS:
            if os.access(home, os.W_OK):
                mode = 0o755 if folder in OPEN_FOLDERS else 0o700
                (home / folder).mkdir(mode=mode, exist_ok=True)


def make_secrets(home: Path, names: Iterable[str]) -> None:
    """Makes those of these secrets that are not there yet. For an installation without data.

    With another secret key or context key nothing opens that was sealed with the one before.
    """
    with _said_plainly(home):
        for name in names:
            file = home / "secrets" / name
            if os.access(file.parent, os.W_OK) and not file.exists():
                _write_once(file, secrets.token_hex(32))


def missing(home: Path, given: Mapping[str, str]) -> list[str]:
    """The secrets without a file that no setting gives either."""
    return [
        name
        for name, setting in SECRETS.items()
        if not (given.get(setting) or given.get(f"{setting}_FILE"))
        and not (home / "secrets" / name).exists()
    ]


def is_new(home: Path) -> bool:
    """Whether nothing was ever recorded with this home, as far as its files tell."""
    keys, audit = home / "keys", home / "audit"
    return not (any(keys.glob("root-*")) or any(audit.glob("audit-*.pub")))


def problem_of_missing(home: Path, name: str) -> tuple[str, str]:
    """That a secret is missing and what it protects, and what to do."""
    without = (
        "Without any copy, run `saathi migrate`: it makes a new one."
        if name in REPLACEABLE
        else "If there is no copy, see “Missing key files” in docs/operations.md."
    )
    return (
        f"{home / 'secrets' / name} is missing: {PROTECTS[name]}",
        f"{PUT_BACK} {without}",
    )


def sentence_of_missing(home: Path, name: str) -> str:
    """The same for a command that cannot go on without it."""
    if is_new(home):
        file = home / "secrets" / name
        return f"{file} is missing. Run `saathi migrate` once to set up this installation."
    return ". ".join(problem_of_missing(home, name))


@contextmanager
def _said_plainly(home: Path) -> Iterator[None]:
    try:
        yield
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
    except FileNotFoundError as error:
        raise SettingError(sentence_of_missing(home, name)) from error
    except OSError as error:
        raise SettingError(
            f"{file} cannot be read ({error.strerror}). Run this command as a user who may read it, such "
            f"as `saathi-as operator`, or set {setting}."
        ) from error
    if len(value) < 32:
        raise SettingError(f"{setting} must have at least 32 characters.")
    return value
