"""An external PostgreSQL, as Debian's package would set it up, for drills with two of them."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from saathi.infra.embedded import account as accounts
from saathi.infra.embedded import processes
from saathi.infra.embedded.account import SystemAccount
from tests.ops.homes import saathi
from tests.ops.installations import free_port

# What an operator writes into pg_hba.conf; the socket's folder lets no one else in.
ACCESS = """\
local all          postgres               trust
local replication  postgres               trust
host  all          all       127.0.0.1/32 scram-sha-256
host  replication  saathi_replicator 127.0.0.1/32 scram-sha-256
"""


@dataclass
class Postgres:
    """One cluster: its data folder, its port, the account it runs under."""

    data: Path
    programs: Path
    account: SystemAccount
    port: int = field(default_factory=free_port)

    @property
    def sockets(self) -> Path:
        """The folder of its socket."""
        return self.data.parent / "s"

    def create(self, *settings: str) -> None:
        """An empty cluster with these settings, not running."""
        self.make_folder()
        with self.account.with_name(self.data) as account:
            process = account.run_program(
                self.programs / "initdb", "-D", self.data, "-U", "postgres", "--auth=reject"
            )
        assert process.returncode == 0, process.stderr
        self.configure(*settings)

    def make_folder(self) -> None:
        """The empty data folder and that of the socket."""
        for folder in (self.data, self.sockets):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.account.give_folder_to_account(self.data.parent)

    def configure(self, *settings: str) -> None:
        """Where it listens, and more settings; they are added to those that are there."""
        lines = [
            f"port = {self.port}",
            "listen_addresses = '127.0.0.1'",
            f"unix_socket_directories = '{self.sockets}'",
            "logging_collector = off",
            *settings,
        ]
        conf = self.data / "postgresql.conf"
        self.account.write_file(conf, conf.read_text() + "\n".join(("", *lines, "")))
        self.account.write_file(self.data / "pg_hba.conf", ACCESS)

    def start(self) -> None:
        """Starts it and waits until it answers."""
        log = self.data.parent / f"{self.data.name}.log"
        self.account.write_file(log, "")
        process = self.account.run_program(
            self.programs / "pg_ctl", "start", "-w", "-t", "120", "-D", self.data, "-l", log
        )
        assert process.returncode == 0, log.read_text()[-3000:]

    def stop(self) -> None:
        """Stops it if it runs."""
        if processes.find_postmaster(self.data) is not None:
            self.account.run_program(
                self.programs / "pg_ctl", "stop", "-m", "fast", "-w", "-D", self.data
            )

    def kill(self) -> None:
        """What a power failure does, to the postmaster and all its backends."""
        postmaster = processes.find_postmaster(self.data)
        assert postmaster is not None
        os.kill(postmaster.pid, signal.SIGKILL)
        processes.kill_data_folder_processes(self.data)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for left in self.sockets.glob(".s.PGSQL.*"):  # in memory, so gone with the power
            left.unlink()

    def promote(self) -> None:
        """Makes a replica the primary."""
        process = self.account.run_program(
            self.programs / "pg_ctl", "promote", "-w", "-D", self.data
        )
        assert process.returncode == 0, process.stderr

    def connect(self, database: str = "postgres") -> "psycopg.Connection[tuple[object, ...]]":
        """As the superuser, over the socket (root passes into its folder)."""
        return psycopg.connect(
            host=str(self.sockets),
            port=self.port,
            user="postgres",
            dbname=database,
            autocommit=True,
        )

    def prepare(self, home: Path) -> dict[str, str]:
        """Runs our set-up script; the addresses that `saathi setup-sql` wrote."""
        file = home.with_name(f"{home.name}.env")
        output = saathi(
            home, "setup-sql", "--server", f"127.0.0.1:{self.port}", "--addresses", file
        )
        script = output.partition("saathi: ")[0]  # then, on standard error, where the addresses are
        process = subprocess.run(
            ["psql", "-Xq", "-h", self.sockets, "-p", str(self.port), "-U", "postgres", "postgres"],
            input=script,
            text=True,
            capture_output=True,
            check=False,
        )
        assert (process.returncode, process.stderr) == (0, "")
        return dict(line.split("=", 1) for line in file.read_text("ascii").splitlines())

    def moved(self, addresses: dict[str, str], other: "Postgres") -> dict[str, str]:
        """The addresses at the other cluster."""
        return {
            name: address.replace(f":{self.port}/", f":{other.port}/")
            for name, address in addresses.items()
        }


@contextmanager
def clusters(folder: Path, programs: Path, number: int = 2) -> Iterator[list[Postgres]]:
    """So many clusters that are not made yet; they are stopped and removed at the end."""
    folder.chmod(0o755)
    account = (
        accounts.dedicated_account()
        if os.geteuid() == 0
        else SystemAccount(os.geteuid(), os.getegid())
    )
    made = [Postgres(folder / f"c{each}" / "data", programs, account) for each in range(number)]
    try:
        yield made
    finally:
        for cluster in made:
            cluster.stop()
            shutil.rmtree(cluster.data.parent, ignore_errors=True)
