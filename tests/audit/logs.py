"""A log under test: a database of its own, real commits, real roles, a real signing key."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from saathi.audit.heads import HeadsFileSink
from saathi.audit.sealer import LogSealer, heads_path
from saathi.audit.sealer_marker import SealerMarker
from saathi.audit.verification_report import LogFault, VerificationReport
from saathi.audit.verify import verify_log
from saathi.infra import clock
from tests.server import SERVER

INSERT = 'INSERT INTO audit_entry (id, kind, "by", file_id, purpose) VALUES (%s, %s, %s, %s, %s)'
PATIENCE = 30.0  # until what happens in another process or thread must have happened


@dataclass
class Log:
    """One log under test."""

    database: str
    home: Path
    key: Ed25519PrivateKey
    open: list[psycopg.Connection[Any]] = field(default_factory=list)

    def connect(self, role: str) -> psycopg.Connection[Any]:
        connection = psycopg.connect(SERVER.url(f"saathi_{role}", self.database), autocommit=True)
        self.open.append(connection)
        return connection

    @contextmanager
    def as_owner(self) -> Iterator[psycopg.Connection[Any]]:
        """The owner role with all protections disabled, as an attacker would do."""
        with self.connect("owner") as connection, connection.transaction():
            for table in self.tables(connection):
                connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                connection.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            yield connection

    def empty(self) -> None:
        """As if newly made, with all obstacles back in their places."""
        with self.as_owner() as connection:
            connection.execute("TRUNCATE audit_entry, audit_batch")
            # A restore that another test declared may have raised the numbers of this database.
            connection.execute(
                "CREATE OR REPLACE FUNCTION audit_xid_offset() RETURNS bigint LANGUAGE sql IMMUTABLE "
                "PARALLEL SAFE RETURN 0::bigint"
            )
            for table in self.tables(connection):
                connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
                connection.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")

    def close(self) -> None:
        for connection in self.open:
            connection.close()

    def tables(self, connection: psycopg.Connection[Any]) -> list[str]:
        return ["audit_entry", "audit_batch", *self.partitions(connection)]

    @staticmethod
    def partitions(connection: psycopg.Connection[Any]) -> list[str]:
        return [
            name
            for (name,) in connection.execute(
                "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'audit_entry'::regclass"
            )
        ]

    def write(self, count: int = 1, role: str = "maintenance", **columns: object) -> list[UUID]:
        """Entries, each in a transaction of its own."""
        ids = [uuid4() for _ in range(count)]
        with self.connect(role) as connection:
            for entry in ids:
                values = (
                    columns.get("kind", "looked"),
                    uuid4() if role == "maintenance" else None,  # others write without an actor
                    columns.get("file_id"),
                    "own_case",
                )
                connection.execute(INSERT, (entry, *values))
        return ids

    def sealer(self, most: int = 10_000) -> LogSealer:
        marker = SealerMarker.of_home(self.home)
        return LogSealer(
            self.connect("sealer"), self.key, HeadsFileSink(self.heads), marker=marker, most=most
        )

    def seal(self, expected: int, most: int = 10_000) -> None:
        """Seals until so many more entries are sealed."""
        sealer, sealed, start = self.sealer(most), 0, time.monotonic()
        while sealed < expected:
            sealed += sealer.seal_round()
            assert time.monotonic() - start < PATIENCE, f"{sealed} of {expected} were sealed"
            time.sleep(0.01)
        assert sealed == expected

    def write_batches(self, *sizes: int) -> list[list[UUID]]:
        """Entries sealed in batches of these sizes."""
        batches = []
        for size in sizes:
            ids = self.write(size)
            self.seal(size)
            batches.append(ids)
        return batches

    @property
    def heads(self) -> Path:
        return heads_path(self.home)

    def head_lines(self) -> list[str]:
        return self.heads.read_text().splitlines()

    def write_heads(self, *lines: str) -> None:
        self.heads.write_text("".join(f"{line}\n" for line in lines))

    def verify(self) -> VerificationReport:
        with self.connect("auditor") as connection:
            return verify_log(connection, self.heads, self.key.public_key())

    def faults(self) -> list[LogFault]:
        return [finding.fault for finding in self.verify().findings]


def this_month() -> str:
    """As a finding names it."""
    return f"{clock.now():%Y-%m}"
