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

import pytest

from saathi.infra.embedded import EmbeddedServer
from saathi.infra.embedded.configuration import PORT

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
    place: str = ""  # where the server is, when not on its socket
    userlist: str = ""  # when it is not made from the server's own passwords

    def __enter__(self) -> Self:
        account = self.server.cluster().account
        self.folder = Path(tempfile.mkdtemp(prefix="saathi-pgbouncer-", dir="/tmp"))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        (self.folder / "pgbouncer.ini").write_text(self._settings(), "utf-8")
        (self.folder / "userlist.txt").write_text(self.userlist or self._words(), "ascii")
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
        place = self.place or f"host={self.server.status().sockets} port={PORT}"
        text = documented().replace("host=db.example.org port=5432", place)
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

    def _words(self) -> str:
        words = {role: urlsplit(self.server.url(role)).password for role in self.roles}
        return "".join(f'"saathi_{role}" "{word}"\n' for role, word in words.items())

    def _wait(self) -> None:
        end = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 5).close()
            except OSError:
                log = self.folder / "log"
                is_alive = self.process.poll() is None and time.monotonic() < end
                assert is_alive, log.read_text() if log.exists() else "PgBouncer wrote no log"
                time.sleep(0.05)
            else:
                return
