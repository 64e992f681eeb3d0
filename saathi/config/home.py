"""The folder with an installation's secrets, keys, files and embedded database."""

import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from saathi.config.env import SettingError

# Name of the secret -> the setting that can give it instead of its file.
SECRETS = {
    "secret-key": "SAATHI_SECRET_KEY",
    "context-key": "SAATHI_CONTEXT_KEY",
    "job-key": "SAATHI_JOB_KEY",
    "invitation-key": "SAATHI_INVITATION_KEY",
}
# Name of the secret -> the kinds of process that need it; other processes do not read it, and after
# `saathi install` they cannot. The secret key opens sessions and sign-in details; the context key
# signs the actor's identity; the job key lets the web process request jobs on a person's behalf,
# and the invitation key lets it and the worker create invitations.
READERS = {
    "secret-key": frozenset({"web", "migrate", "maintenance", "tests"}),
    "context-key": frozenset({"web", "carrier", "migrate", "maintenance", "tests"}),
    "job-key": frozenset({"web", "carrier", "maintenance", "tests"}),
    "invitation-key": frozenset({"web", "worker", "maintenance", "tests"}),
}
# What is lost with each secret, for the message about a missing one.
PROTECTS = {
    "secret-key": "sessions and everyone's sign-in details are sealed with it",
    "context-key": "it signs for the database who acts",
    "job-key": "imports and exports that wait in the queue are sealed with it",
    "invitation-key": "invitations that are open were made with it",
}
# `saathi migrate` and `saathi install` replace these in an installation that has data, as needed
# after an upgrade from a version without them: only waiting jobs and open invitations are lost. The
# others are never replaced.
REPLACEABLE = frozenset({"job-key", "invitation-key"})
PUT_BACK = (
    "Put it back from the key archive of a backup with `saathi restore-keys ARCHIVE`; on an installed "
    "machine as root with `saathi-as operator restore-keys ARCHIVE`, then `saathi install`."
)
FOLDERS = ("secrets", "keys", "files", "audit", "mail", "backups", "state")
OPEN_FOLDERS = ("state",)  # numbers and times, read by the monitor under its own account


def prepare(home: Path) -> None:
    """Creates the folders and every secret of a new home; does not change existing ones."""
    make_folders(home)
    make_secrets(home, SECRETS)


def home_exists(home: Path) -> bool:
    """Whether this folder contains anything of an installation."""
    return any((home / folder).is_dir() for folder in FOLDERS)


def make_folders(home: Path) -> None:
    """Creates the missing folders.

    A service that `saathi install` gave only a part of the home creates nothing in the rest.
    """
    with _plain_file_errors(home):
        home.mkdir(mode=0o755, parents=True, exist_ok=True)
        for folder in FOLDERS:
            if os.access(home, os.W_OK):
                mode = 0o755 if folder in OPEN_FOLDERS else 0o700
                (home / folder).mkdir(mode=mode, exist_ok=True)


def make_secrets(home: Path, names: Iterable[str]) -> None:
    """Creates those of the named secrets that are missing. For an installation without data.

    A new secret key or context key cannot open anything that was sealed with the previous one.
    """
    with _plain_file_errors(home):
        for name in names:
            file = home / "secrets" / name
            if os.access(file.parent, os.W_OK) and not file.exists():
                _write_once(file, secrets.token_hex(32))


def list_missing_secrets(home: Path, given: Mapping[str, str]) -> list[str]:
    """The secrets that have no file and are not given by a setting."""
    return [
        name
        for name, setting in SECRETS.items()
        if not (given.get(setting) or given.get(f"{setting}_FILE"))
        and not (home / "secrets" / name).exists()
    ]


def is_home_unused(home: Path) -> bool:
    """Whether, judging by its files, nothing was ever recorded with this home."""
    keys, audit = home / "keys", home / "audit"
    return not (any(keys.glob("root-*")) or any(audit.glob("audit-*.pub")))


def missing_secret_problem(home: Path, name: str) -> tuple[str, str]:
    """Problem and remedy for a missing secret: what it protects, and what to do."""
    without = (
        "Without any copy, run `saathi migrate`: it makes a new one."
        if name in REPLACEABLE
        else "If there is no copy, see “Missing key files” in docs/operations.md."
    )
    return (
        f"{home / 'secrets' / name} is missing: {PROTECTS[name]}",
        f"{PUT_BACK} {without}",
    )


def missing_secret_sentence(home: Path, name: str) -> str:
    """Problem and remedy as one sentence, for a command that cannot go on without the secret."""
    if is_home_unused(home):
        file = home / "secrets" / name
        return f"{file} is missing. Run `saathi migrate` once to set up this installation."
    return ". ".join(missing_secret_problem(home, name))


@contextmanager
def _plain_file_errors(home: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SettingError(
            f"{home} cannot be prepared: {error.filename}: {error.strerror}. Set SAATHI_HOME to a "
            "folder that this user may write, or run `saathi install` again as root."
        ) from error


def _write_once(file: Path, text: str) -> None:
    """Writes the file atomically; keeps one that another process wrote first."""
    draft = file.with_name(f".{file.name}-{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text, encoding="ascii")
    with suppress(FileExistsError):
        os.link(draft, file)
    draft.unlink()


def secret_for_process(process: str, home: Path, name: str, given: str = "") -> str:
    """The secret for a process of this kind; a random one if the process does not need it.

    Anything that such a process signs or seals by mistake is then useless elsewhere.
    """
    if process not in READERS[name]:
        return secrets.token_hex(32)
    return given or read_secret(home, name, SECRETS[name])


def read_secret(home: Path, name: str, setting: str) -> str:
    """A secret of this home; `SettingError` with a plain sentence if it is missing."""
    file = home / "secrets" / name
    try:
        value = file.read_text(encoding="ascii").strip()
    except FileNotFoundError as error:
        raise SettingError(missing_secret_sentence(home, name)) from error
    except OSError as error:
        raise SettingError(
            f"{file} cannot be read ({error.strerror}). Run this command as a user who may read it, such "
            f"as `saathi-as operator`, or set {setting}."
        ) from error
    if len(value) < 32:
        raise SettingError(f"{setting} must have at least 32 characters.")
    return value
