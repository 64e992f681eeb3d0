"""The paths of an embedded server: data, sockets, passwords, locks, dumps."""

import hashlib
import os
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from saathi.infra.embedded import account as accounts
from saathi.infra.embedded.account import SystemAccount
from saathi.infra.embedded.binaries import SHARED_FOLDER, make_traversable_folder
from saathi.infra.embedded.errors import EmbeddedServerError

MAX_SOCKET_PATH = 103  # bytes the kernel allows for a socket's path: 107 on Linux, 103 elsewhere


@dataclass(frozen=True)
class ServerPaths:
    """The folders and files of one embedded server, under one home."""

    home: Path
    for_tests: bool = False
    # The folder of the socket if other users sign in through it; they also need a password.
    shared_sockets: Path | None = None

    @property
    def server_folder(self) -> Path:
        """The server's folder in the home."""
        return self.home / "postgres"

    @property
    def data_link(self) -> Path:
        """The name of the data folder; a link if the folder is elsewhere."""
        return self.server_folder / "data"

    @property
    def data(self) -> Path:
        """The data folder itself."""
        return self.data_link.resolve()

    @property
    def lock(self) -> Path:
        """Locked while the server is started, stopped or changed."""
        return self.server_folder / "lock"

    @property
    def users(self) -> Path:
        """The lock file shared by all processes that use the server."""
        return self.server_folder / "users"

    @property
    def binaries(self) -> Path:
        """Programs unpacked here if they cannot be beside their archive."""
        return self.server_folder / "binaries"

    @property
    def dumps(self) -> Path:
        """Dumps from before each change of major version."""
        return self.server_folder / "dumps"

    @property
    def archive_mark(self) -> Path:
        """Records which archive of the log was prepared here."""
        return self.server_folder / "archive"

    @property
    def sockets(self) -> Path:
        """The short folder of the socket; the same at each start, so that addresses stay valid."""
        if self.shared_sockets:
            return self.shared_sockets
        short = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        folder = _temporary() / f"saathi-{short}"
        if len(os.fsencode(folder / ".s.PGSQL.65535")) > MAX_SOCKET_PATH:
            raise EmbeddedServerError(
                f"The folder for temporary files, {_temporary()}, has too long a name for a "
                "socket. Set TMPDIR to a shorter one."
            )
        return folder

    def make_server_folder(self) -> None:
        """Creates the server's folder; as root so that the server's account may pass through."""
        try:
            if not self.home.exists():
                self.home.mkdir(parents=True, exist_ok=True)  # another process may create it, too
                self.home.chmod(0o755)  # its folders of secrets have their own modes
            self.server_folder.mkdir(exist_ok=True)
            if os.geteuid() == 0:
                self.server_folder.chmod(0o711)
            elif self.server_folder.stat().st_uid == os.geteuid():
                self.server_folder.chmod(0o700)
        except OSError as error:
            raise EmbeddedServerError(
                f"{self.server_folder} cannot be made ({error.strerror}). Set SAATHI_HOME to a folder that "
                "you may write."
            ) from error

    def choose_data_folder(self, account: SystemAccount) -> None:
        """Decides once where the data folder will be: in the home if the account can enter it."""
        name = self.data_link
        if name.is_symlink() and not name.exists() and not self.data.parent.exists():
            if not self.for_tests:
                raise EmbeddedServerError(
                    f"{name} points to {name.readlink()}, which is gone. Bring that folder back, "
                    "or remove the link to begin with an empty database."
                )
            name.unlink()  # a restart of the machine cleared the folder for temporary files
        if (
            not name.exists()
            and not name.is_symlink()
            and not account.can_reach(self.server_folder)
        ):
            # A checkout in /root, for example. We do not open it: its other content is not ours.
            base = _temporary() if self.for_tests else SHARED_FOLDER
            if base == SHARED_FOLDER:
                make_traversable_folder(base)
            elsewhere = base / f"home-{secrets.token_hex(8)}"
            elsewhere.mkdir()
            elsewhere.chmod(0o711)
            name.symlink_to(elsewhere / "data")
        if not account.can_reach(self.data.parent):
            raise EmbeddedServerError(
                f"The database server runs as user id {account.uid} and cannot pass through to "
                f"{self.data}. Allow passing with chmod o+x on the folders above it."
            )

    def make_sockets(self, account: SystemAccount) -> None:
        """Creates the folder of the socket for the account only (root passes anyway)."""
        if self.shared_sockets and self.sockets.is_dir():
            return  # created by systemd, or by `saathi install`
        try:
            self.sockets.mkdir(mode=0o755 if self.shared_sockets else 0o700)
            os.chown(self.sockets, account.uid, account.gid)
        except FileExistsError:
            status = self.sockets.lstat()
            is_ours = status.st_uid in {account.uid, os.geteuid()} and stat.S_ISDIR(status.st_mode)
            if not is_ours or status.st_mode & 0o022:
                raise EmbeddedServerError(
                    f"{self.sockets} is in the way: it belongs to someone else or is open to "
                    "others. Remove it and start again."
                ) from None

    # --- Passwords -------------------------------------------------------------------------------

    def password_file(self, role: str) -> Path:
        """The file of this role's password, readable only by us."""
        return self.home / "secrets" / f"database-{role}"

    def password(self, role: str) -> str:
        """The password of this role; empty if there is none yet."""
        try:
            return self.password_file(role).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise EmbeddedServerError(
                f"{self.password_file(role)} cannot be read ({error.strerror}). Run as the user "
                "who started Saathi here first."
            ) from error

    def passwords(self, roles: tuple[str, ...]) -> dict[str, str]:
        """The passwords of these roles; new random ones for those without."""
        folder = self.home / "secrets"
        folder.mkdir(mode=0o700, exist_ok=True)
        for role in roles:
            if not self.password(role):
                _write_secret(self.password_file(role), secrets.token_urlsafe(32))
        return {role: self.password(role) for role in roles}


def data_account(places: ServerPaths) -> SystemAccount:
    """The account of the server at these paths; refuses one that we may not use."""
    account = accounts.account_of_data(places.data)
    if os.geteuid() != 0 and places.data.exists() and places.data.stat().st_uid != account.uid:
        raise EmbeddedServerError(
            f"{places.data} belongs to user id {places.data.stat().st_uid}. Run Saathi as root, "
            "which started it here first, or choose another SAATHI_HOME."
        )
    return account


def _temporary() -> Path:
    """The folder for temporary files that is the same for every process, and reachable by every account."""
    common = Path("/tmp")  # noqa: S108 - what we make there has a checked owner or a random name
    return common if common.is_dir() else Path(tempfile.gettempdir())


def _write_secret(file: Path, secret: str) -> None:
    """Writes the file under a temporary name first, so that a crash leaves no partial secret."""
    passing = file.with_name(f".{file.name}")
    handle = os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        if os.geteuid() == 0:  # in a home that a user created, the secret is the user's
            owner = file.parent.stat()
            os.fchown(handle, owner.st_uid, owner.st_gid)
        stream.write(secret)
        stream.flush()
        os.fsync(stream.fileno())
    passing.replace(file)
