"""How long a recovery takes: base backup, writing on, the disk lost, recovery, declared; with the sizes.

Run: `python -m bench.recovery [children] [segments of log since the base backup]`. It makes a home of its own, which
goes away again, and the embedded server with its archive on the same disk.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from saathi.infra.embedded import EmbeddedServer, WalArchive
from tests.ops.homes import environment, migrated, saathi

# A message is logged whole: the log then holds what so much writing would have left in it.
FILL = "SELECT pg_logical_emit_message(false, 'fill', repeat(md5(random()::text), 32768))"
SEGMENTS, MESSAGES_TO_A_SEGMENT = 64, 16  # a gigabyte of log


@dataclass(frozen=True)
class Step:
    """One step with its seconds, and the bytes it handled where that tells something."""

    name: str
    seconds: float
    size: int = 0


@contextmanager
def office(children: int) -> Iterator[tuple[Path, dict[str, str]]]:
    """A home with so many simulated children, and its settings."""
    with tempfile.TemporaryDirectory(prefix="saathi-recovery-") as folder:
        Path(folder).chmod(0o755)
        home, settings = (
            Path(folder) / "home",
            {"SAATHI_WAL_ARCHIVE": str(Path(folder) / "archive")},
        )
        migrated(home)
        # Without the archive: the initial load is not archived.
        run(home, {}, "simulate", "--children", str(children), "--seed", "7")
        try:
            yield home, settings
        finally:
            EmbeddedServer(home).remove()


def run(home: Path, settings: dict[str, str], *words: str) -> float:
    """The seconds that a command took."""
    began = time.monotonic()
    command = [sys.executable, "-m", "saathi.config.command", *words]

    subprocess.run(command, env=environment(home, **settings), check=True, stdout=sys.stderr)
    return time.monotonic() - began


def measure(home: Path, settings: dict[str, str], segments: int) -> Iterator[Step]:
    """Each step in turn."""
    archive = WalArchive(Path(settings["SAATHI_WAL_ARCHIVE"]))
    server = EmbeddedServer(home, archive=archive)
    with server, psycopg.connect(server.url("maintenance"), autocommit=True) as connection:
        [(size,)] = connection.execute("SELECT pg_database_size(current_database())").fetchall()
        yield Step("database", 0, int(size))
    with server, psycopg.connect(server.url("owner"), autocommit=True) as connection:
        began = time.monotonic()
        connection.execute("VACUUM (FULL, ANALYZE) vault_key")
        yield Step("of it: table of keys written anew (locked)", time.monotonic() - began)
    seconds = run(home, settings, "base-backup")
    [backup] = archive.list_backups()
    yield Step("base backup", seconds, sum(file.stat().st_size for file in backup.folder.iterdir()))
    with server, psycopg.connect(server.url("maintenance"), autocommit=True) as connection:
        began = time.monotonic()
        for _ in range(segments * MESSAGES_TO_A_SEGMENT):
            connection.execute(FILL)
        yield Step("log written", time.monotonic() - began, segments * 16 * 1024 * 1024)
    server.remove()
    seconds = run(home, settings, "recover", "--from", str(archive.folder))
    yield Step("recovery until people can sign in (RTO)", seconds, int(size))
    saathi(home, "audit", "verify", **settings)


def main() -> None:
    """Prints the table."""
    given = [int(word) for word in sys.argv[1:]]
    children, segments = [*given, *(20_000, SEGMENTS)[len(given) :]]
    print(f"{children} children, {segments} segments of log since the base backup")
    with office(children) as (home, settings):
        for step in measure(home, settings, segments):
            size = f"{step.size / 1e6:10.0f} MB" if step.size else ""
            print(f"{step.name:<45}{step.seconds:8.1f} s{size}", flush=True)


if __name__ == "__main__":
    main()
