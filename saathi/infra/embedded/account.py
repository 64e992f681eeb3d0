"""The operating-system account of PostgreSQL, and running programs as that account.

PostgreSQL refuses to run as root: in that case it gets its own account, which owns only its data.
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
# Between the ids of human users and those that systemd assigns itself.
UNUSED_IDS = range(59_900, 60_000)


@dataclass(frozen=True)
class SystemAccount:
    """A user and group id. Every program of the server runs under it."""

    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        """True if the server runs under a different account from this process (we are root)."""
        return self.uid != os.geteuid()

    @property
    def has_name(self) -> bool:
        """True if the machine has a name for the account; some programs require one."""
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
        """The output of the program. It sees none of our environment, which may contain keys."""
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
        """Writes the file as this account: as root we must not follow a link it may have placed."""
        script = 'cat > "$1.new" && mv -f "$1.new" "$1"'
        result = self.run_program("/bin/sh", "-c", script, "sh", file, source=content)
        if result.returncode:
            raise EmbeddedServerError(f"{file} cannot be written: {result.stderr.strip()}")

    def can_reach(self, place: Path) -> bool:
        """True if this account can enter the folder, considering access lists and all parents."""
        if not self.is_other:
            return os.access(place, os.X_OK)
        return self.run_program("/bin/sh", "-c", 'cd -- "$1"', "sh", place).returncode == 0

    def give_folder_to_account(self, place: Path) -> None:
        """Makes this account the owner of the folder and its content, without following links."""
        if os.geteuid() != 0:
            return
        os.lchown(place, self.uid, self.gid)
        for folder, folders, files in os.walk(place):
            for name in (*folders, *files):
                os.lchown(Path(folder) / name, self.uid, self.gid)

    @contextlib.contextmanager
    def with_name(self, place: Path) -> Iterator["SystemAccount"]:
        """A named account that owns the folder within the block: initdb requires a name."""
        if self.has_name:
            yield self
            return
        stand_in = _unused_account()
        stand_in.give_folder_to_account(place)
        try:
            yield stand_in
        finally:
            self.give_folder_to_account(place)


def account_of_data(data: Path) -> SystemAccount:
    """The account for this data folder: its owner if it exists, else the one it will get."""
    if os.geteuid() != 0:
        return SystemAccount(os.geteuid(), os.getegid())
    with contextlib.suppress(FileNotFoundError):
        status = data.stat()
        if status.st_uid != 0:
            return SystemAccount(status.st_uid, status.st_gid)
    return dedicated_account()


def dedicated_account() -> SystemAccount:
    """The system user `saathi-postgres`, created if possible; else an unused id."""
    with contextlib.suppress(KeyError):
        return _account_by_name(ACCOUNT_NAME)
    command = "useradd --system --user-group --no-create-home --home-dir /nonexistent --shell"
    with contextlib.suppress(OSError):  # the program is missing, or /etc is read-only
        subprocess.run(
            [*command.split(), "/usr/sbin/nologin", ACCOUNT_NAME], capture_output=True, check=False
        )
    with contextlib.suppress(KeyError):
        return _account_by_name(ACCOUNT_NAME)
    used_ids = {entry.pw_uid for entry in pwd.getpwall()}
    uid = next(uid for uid in UNUSED_IDS if uid not in used_ids)
    return SystemAccount(uid, uid)


def _account_by_name(name: str) -> SystemAccount:
    entry = pwd.getpwnam(name)
    return SystemAccount(entry.pw_uid, entry.pw_gid)


def _unused_account() -> SystemAccount:
    for entry in sorted(pwd.getpwall(), key=lambda entry: entry.pw_name != "nobody"):
        if entry.pw_uid != 0:
            return SystemAccount(entry.pw_uid, entry.pw_gid)
    raise EmbeddedServerError(
        "This machine lists no user but root, and PostgreSQL does not run as root. "
        f"Add one: useradd --system {ACCOUNT_NAME}"
    )
