"""Creates a data folder and sets up its roles and database, all before a server listens.

The superuser acts only here, in PostgreSQL's single-user mode: it has no password and cannot sign
in.
"""

import hashlib
import json
import os
import re
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from saathi.infra import restricted_functions, roles
from saathi.infra.embedded import configuration, processes
from saathi.infra.embedded.account import SystemAccount
from saathi.infra.embedded.binaries import PostgresBinaries
from saathi.infra.embedded.configuration import SUPERUSER, ListenAddresses
from saathi.infra.embedded.errors import EmbeddedServerError
from saathi.infra.embedded.wal_archive import WalArchive

SETUP_MARK = "saathi.set-up"  # in the data folder: what the set-up was made from
DUPLICATE_DATABASE = "42P04"  # duplicate_database
START_SECONDS = 600  # after a crash the server replays its log first


@dataclass(frozen=True)
class DatabaseCluster:
    """One data folder with its programs, account and passwords."""

    data: Path
    binaries: PostgresBinaries
    account: SystemAccount
    passwords: Mapping[str, str]
    for_tests: bool = False
    archive: WalArchive | None = None

    def create(self) -> None:
        """Creates the data folder, set up and ready; it gets its final name only when complete."""
        making = DatabaseCluster(
            self.data.with_name("data.new"),
            self.binaries,
            self.account,
            self.passwords,
            self.for_tests,
        )
        making.create_in_place()
        making.data.rename(self.data)

    def create_in_place(self) -> None:
        """Creates the data folder in place; an interruption leaves a folder that must not be used."""
        processes.end_initdb(self.data)
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(mode=0o700)
        self.account.give_folder_to_account(self.data)
        with self.account.with_name(self.data) as account:
            output = account.run_program(
                self.binaries["initdb"],
                f"--pgdata={self.data}",
                f"--username={SUPERUSER}",
                "--auth=reject",  # until `configure` writes who may connect
                "--data-checksums",
                "--encoding=UTF8",
                *self._locale(),
                *(["--no-sync"] if self.for_tests else []),
            )
        if output.returncode:
            raise EmbeddedServerError(
                f"PostgreSQL cannot make its data folder {self.data}: {output.stderr.strip()}"
            )
        conf = self.data / "postgresql.conf"
        self.account.write_file(conf, conf.read_text(encoding="utf-8") + configuration.INCLUDES)
        self.account.run_program("mkdir", self.data / "log")
        self.configure(ListenAddresses(Path("/nonexistent")))
        self.set_up()

    def _locale(self) -> list[str]:
        """Options to order by code point and know the letters of all scripts, on every machine."""
        if self.binaries.major >= 17:
            return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        # Older versions ask the system about letters; without its C.UTF-8, only ASCII is known.
        locales = (
            self.account.run_program("locale", "-a").stdout.lower()
            if shutil.which("locale")
            else ""
        )
        is_known = bool(re.search(r"^c\.utf-?8$", locales, re.MULTILINE))
        return ["--locale=C", *(["--lc-ctype=C.UTF-8"] if is_known else [])]

    def configure(self, listening: ListenAddresses) -> None:
        """Writes who may connect and how much memory the server uses, again at each start."""
        text = configuration.settings_text(
            listening,
            memory=configuration.machine_memory(),
            cores=os.cpu_count() or 1,
            packing=self.binaries.wal_compression,
            for_tests=self.for_tests,
            archive=self.archive,
        )
        access = configuration.ACCESS_RULES
        if self.archive is not None:
            self.archive.write_scripts(self.data, self.account)
            access += configuration.REPLICATION_ACCESS_RULES
        self.account.write_file(self.data / configuration.FILE, text)
        self.account.write_file(self.data / "pg_hba.conf", access)

    # --- Set-up ----------------------------------------------------------------------------------

    def is_set_up(self) -> bool:
        """True if roles and database were set up from the current definitions and passwords."""
        try:
            return (self.data / SETUP_MARK).read_text(encoding="ascii") == self._fingerprint()
        except FileNotFoundError:
            return False

    def set_up(self) -> None:
        """Creates the roles and the database as `roles` defines; the server must not be running."""
        verifiers = {name: roles.scram_verifier(word) for name, word in self.passwords.items()}
        database = roles.DATABASE
        create = f"CREATE DATABASE {database} OWNER saathi_owner"
        on_schema = roles.schema_sql(for_tests=self.for_tests)
        statements = [
            *roles.server_sql(verifiers, for_tests=self.for_tests),
            *on_schema,  # in the template: databases created by tests start like ours
            create,
            *roles.database_sql(database, for_tests=self.for_tests),
            "REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC",
        ]
        if self.for_tests:  # creating a database needs a connection to another one
            statements.append("GRANT CONNECT ON DATABASE postgres TO saathi_owner, saathi_tester")
        closing = restricted_functions.restriction_sql()
        self.run_as_superuser("template1", [*statements, *closing])
        self.run_as_superuser(database, [*on_schema, *closing])
        self.account.write_file(self.data / SETUP_MARK, self._fingerprint())

    def run_as_superuser(self, database: str, statements: list[str]) -> None:
        """Runs the statements one by one without any server; the first error is raised."""
        with self.account.with_name(self.data) as account:
            process = account.run_program(
                self.binaries["postgres"],
                "--single",
                "-j",  # statements end with an empty line, so that they may span lines
                "-D",
                self.data,
                *("-c", "logging_collector=off"),
                *("-c", "log_min_messages=error"),
                *("-c", "log_error_verbosity=verbose"),
                *("-c", "log_min_error_statement=panic"),
                database,
                source="".join(f"{statement};\n\n" for statement in statements),
            )
        messages = re.findall(r"(?:ERROR|FATAL|PANIC):\s+(\w{5}): (.*)", process.stderr)
        errors = [text for state, text in messages if state != DUPLICATE_DATABASE]
        if errors or process.returncode:
            raise EmbeddedServerError(
                f"The set-up of {database} in {self.data} failed: "
                f"{errors[0] if errors else process.stderr.strip() or process.returncode}"
            )

    def _fingerprint(self) -> str:
        statements = [
            *roles.server_sql(self.passwords, for_tests=self.for_tests),
            *roles.schema_sql(for_tests=self.for_tests),
            *restricted_functions.restriction_sql(),
            *roles.database_sql(roles.DATABASE, for_tests=self.for_tests),
        ]
        return hashlib.sha256(json.dumps(statements).encode()).hexdigest()

    # --- Running ---------------------------------------------------------------------------------

    def launch(self, *options: str) -> None:
        """Starts the server and waits until it accepts connections, including recovery."""
        log = self.data / "log" / "start.log"
        self.account.run_program("rm", "-f", log)
        started = self.account.run_program(
            self.binaries["pg_ctl"],
            "start",
            "--wait",
            f"--timeout={START_SECONDS}",
            f"--pgdata={self.data}",
            f"--log={log}",
            *(f"--options=-c {shlex.quote(option)}" for option in options),
            seconds=START_SECONDS + 60,
        )
        if started.returncode:
            raise EmbeddedServerError(
                f"PostgreSQL does not start on {self.data}. Its last words:\n"
                f"{self.startup_log_tail() or started.stderr or started.stdout}"
            )
        if self.archive is not None:
            # The checkpointer goes to sleep before the start is complete and would apply
            # `archive_timeout` only after its first checkpoint, up to five minutes later.
            self.account.run_program(self.binaries["pg_ctl"], "reload", f"--pgdata={self.data}")

    def startup_log_tail(self) -> str:
        """The last lines that the server wrote before its log file was open."""
        log = self.data / "log" / "start.log"
        text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
        return "\n".join(text.strip().splitlines()[-5:])

    def stop(self) -> None:
        """Stops the server: waits for sessions, then ends them, then stops it immediately."""
        for mode, seconds in (
            ("smart", 0 if self.for_tests else 2),
            ("fast", 60),
            ("immediate", 20),
        ):
            if not seconds:
                continue
            stopped = self.account.run_program(
                self.binaries["pg_ctl"],
                "stop",
                "--wait",
                f"--mode={mode}",
                f"--timeout={seconds}",
                f"--pgdata={self.data}",
            )
            if stopped.returncode == 0 or "PID file" in stopped.stderr:
                return
        raise EmbeddedServerError(
            f"PostgreSQL on {self.data} does not stop: {stopped.stderr.strip()}"
        )
