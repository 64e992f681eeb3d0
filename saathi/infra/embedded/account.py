"""The operating-system account that PostgreSQL runs under, and running programs as that account.

PostgreSQL refuses to run as root: then it gets an account that owns its data and nothing else.
"""

import contextlib
import os
import pwd
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from saathi.infra.embedded.errors import EmbeddedServerError

ACCOUNT_NAME = "saathi-postgres"
# Between the ids that people get and those that systemd hands out by itself.
UNUSED_IDS = range(59_900, 60_000)


@dataclass(frozen=True)
class SystemAccount:
    """A user and group id. Every program of the server is run through it."""

    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        """True where the server runs under another account than this process (we are root)."""
        return self.uid != os.geteuid()

    @property
    def has_name(self) -> bool:
        """True where the machine has a name for the account; some programs insist on one."""
        try:
            pwd.getpwuid(self.uid)
        except KeyError:
            return False
        return True

    def run_program(
        self,
        *command: str | Path,
        source: str | IO[bytes] = "",
        seconds: float = 300,
        environment: Mapping[str, str] | None = None,
        output: IO[bytes] | None = None,
    ) -> "subprocess.CompletedProcess[str]":
        """What the program answered. It sees none of our environment, which may hold keys."""
        try:
            return subprocess.run(
                [str(part) for part in command],
                input=source if isinstance(source, str) else None,
                stdin=None if isinstance(source, str) else source,
                stdout=output or subprocess.PIPE,
                stderr=subprocess.PIPE,
                timeout=seconds,
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC", **(environment or {})},
                cwd="/",
                umask=0o077,
                start_new_session=True,  # Ctrl-C in our terminal must not reach the server
                check=False,
                encoding="utf-8",
                errors="replace",
                user=self.uid if self.is_other else None,
                group=self.gid if self.is_other else None,
                extra_groups=[] if self.is_other else None,
            )
        except subprocess.TimeoutExpired as error:
            raise EmbeddedServerError(
                f"{command[0]} gave no answer within {seconds:g} seconds. "
                "Look whether the disk is full or very slow, then try again."
            ) from error

    def write_file(self, file: Path, content: str) -> None:
        """Writes the file as this account: as root we must not follow a link it may have laid."""
        script = 'cat > "$1.new" && mv -f "$1.new" "$1"'
        result = self.run_program("/bin/sh", "-c", script, "sh", file, source=content)
        if result.returncode:
            raise EmbeddedServerError(f"{file} cannot be written: {result.stderr.strip()}")

    def can_reach(self, place: Path) -> bool:
        """True when this account can enter the folder, access lists and all parents considered."""
        if not self.is_other:
            return os.access(place, os.X_OK)
        return self.run_program("/bin/sh", "-c", 'cd -- "$1"', "sh", place).returncode == 0

    def give_ownership(self, place: Path) -> None:
        """Gives the folder and all in it to this account, following no links."""
        if os.geteuid() != 0:
            return
        os.lchown(place, self.uid, self.gid)
        for folder, folders, files in os.walk(place):
            for name in (*folders, *files):
                os.lchown(Path(folder) / name, self.uid, self.gid)

    @contextlib.contextmanager
    def with_name(self, place: Path) -> Iterator["SystemAccount"]:
        """An account with a name, owning the folder meanwhile: initdb does not work without one."""
        if self.has_name:
            yield self
            return
        stand_in = _stand_in()
        stand_in.give_ownership(place)
        try:
            yield stand_in
        finally:
            self.give_ownership(place)


def account_of_data(data: Path) -> SystemAccount:
    """The account of this data folder: its owner where it exists, else the one it will get."""
    if os.geteuid() != 0:
        return SystemAccount(os.geteuid(), os.getegid())
    with contextlib.suppress(FileNotFoundError):
        found = data.stat()
        if found.st_uid != 0:
            return SystemAccount(found.st_uid, found.st_gid)
    return dedicated_account()


def dedicated_account() -> SystemAccount:
    """The system user `saathi-postgres`, made if it can be; else an id that nobody has."""
    with contextlib.suppress(KeyError):
        return _named(ACCOUNT_NAME)
    command = "useradd --system --user-group --no-create-home --home-dir /nonexistent --shell"
    with contextlib.suppress(OSError):  # no such program, or /etc cannot be written
        subprocess.run(
            [*command.split(), "/usr/sbin/nologin", ACCOUNT_NAME], capture_output=True, check=False
        )
    with contextlib.suppress(KeyError):
        return _named(ACCOUNT_NAME)
    taken = {entry.pw_uid for entry in pwd.getpwall()}
    uid = next(uid for uid in UNUSED_IDS if uid not in taken)
    return SystemAccount(uid, uid)


def _named(name: str) -> SystemAccount:
    entry = pwd.getpwnam(name)
    return SystemAccount(entry.pw_uid, entry.pw_gid)


def _stand_in() -> SystemAccount:
    for entry in sorted(pwd.getpwall(), key=lambda entry: entry.pw_name != "nobody"):
        if entry.pw_uid != 0:
            return SystemAccount(entry.pw_uid, entry.pw_gid)
    raise EmbeddedServerError(
        "This machine lists no user but root, and PostgreSQL does not run as root. "
        f"Add one: useradd --system {ACCOUNT_NAME}"
    )
