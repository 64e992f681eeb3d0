"""A real PgBouncer between the web role and a server, with the settings that docs/operations.md gives."""

import os
import re
import runpy
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import psycopg
import pytest

from saathi.infra.embedded import EmbeddedServer

ROOT = Path(__file__).resolve().parent.parent
PROGRAM: str | None = runpy.run_path(str(ROOT / "tools" / "pooler.py"))["find"]()
needs_pgbouncer = pytest.mark.skipif(
    PROGRAM is None,
    reason="PgBouncer is not on this machine, `make pooler` says how to get it, 2026-11-24",
)
PAGE = ROOT / "docs" / "operations.md"


def documented() -> str:
    """The pgbouncer.ini of the page for operators."""
    found = re.search(
        r"^    ; pgbouncer\.ini\n((?:    .*\n)+)", PAGE.read_text("utf-8"), re.MULTILINE
    )
    assert found, "docs/operations.md shows no pgbouncer.ini"
    return re.sub(r"^    ", "", found[1], flags=re.MULTILINE)


@dataclass
class Pooler:
    """PgBouncer before a server of ours, in a folder and on a port of its own."""

    server: EmbeddedServer
    database: str = "saathi"
    size: int = 2
    changes: tuple[tuple[str, str], ...] = ()  # settings other than the documented ones
    roles: tuple[str, ...] = ("app",)

    def __enter__(self) -> Self:
        account = self.server.cluster().account
        self.folder = Path(tempfile.mkdtemp(prefix="saathi-pgbouncer-", dir="/tmp"))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        (self.folder / "pgbouncer.ini").write_text(self._settings(), "utf-8")
        words = {role: urlsplit(self.server.url(role)).password for role in self.roles}
        lines = [f'"saathi_{role}" "{word}"\n' for role, word in words.items()]
        (self.folder / "userlist.txt").write_text("".join(lines), "ascii")
        for file in (*self.folder.iterdir(), self.folder):
            file.chmod(0o700)
            os.chown(
                file, account.uid, account.gid
            )  # it refuses to run as root, as PostgreSQL does
        self.process = subprocess.Popen(
            [str(PROGRAM), "-q", str(self.folder / "pgbouncer.ini")],
            user=account.uid if account.is_other else None,
            group=account.gid if account.is_other else None,
            extra_groups=[] if account.is_other else None,
            cwd=self.folder,
            stderr=subprocess.DEVNULL,
        )
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)
        shutil.rmtree(self.folder)

    def url(self, database: str = "saathi", *, role: str = "app") -> str:
        """The address of a role through the pooler; the web has two: `saathi`, `saathi_refusals`."""
        word = urlsplit(self.server.url(role)).password
        return f"postgresql://saathi_{role}:{word}@127.0.0.1:{self.port}/{database}"

    def _settings(self) -> str:
        there = urlsplit(self.server.url("app"))
        sockets = self.server.status().sockets
        text = documented().replace(
            "host=db.example.org port=5432", f"host={sockets} port={there.port or 5432}"
        )
        text = text.replace("dbname=saathi", f"dbname={self.database}")
        values = {
            "listen_port": str(self.port),
            "auth_file": str(self.folder / "userlist.txt"),
            "default_pool_size": str(self.size),
            "pool_size": str(self.size),
            **dict(self.changes),
        }
        for name, value in values.items():
            text, count = re.subn(rf"\b{name} ?= ?\S+", f"{name}={value}", text)
            assert count, f"docs/operations.md does not set {name}"
        return f"{text}logfile = {self.folder}/log\nunix_socket_dir = {self.folder}\n"

    def _wait(self) -> None:
        end = time.monotonic() + 20
        while True:
            try:
                psycopg.connect(self.url()).close()
            except psycopg.OperationalError:
                log = self.folder / "log"
                is_alive = self.process.poll() is None and time.monotonic() < end
                assert is_alive, log.read_text() if log.exists() else "PgBouncer wrote no log"
                time.sleep(0.05)
            else:
                return
