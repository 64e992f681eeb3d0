"""Real servers in temporary folders, in each version of PostgreSQL on the machine."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from saathi.infra.embedded import EmbeddedServer

PG15 = Path("/usr/lib/postgresql/15/bin")
needs_15 = pytest.mark.skipif(
    not PG15.exists(), reason="PostgreSQL 15 is not on this machine, 2026-11-24"
)
needs_root = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root can become another user, 2026-11-24"
)
VERSIONS = [
    pytest.param(None, id="18"),
    pytest.param(PG15, id="15", marks=[needs_15, pytest.mark.deploy]),
]


@contextmanager
def open_folder() -> Iterator[Path]:
    """A passing folder that every account can enter; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def new_home() -> Iterator[Path]:
    """A home that does not exist yet."""
    with open_folder() as folder:
        yield folder / "home"


@pytest.fixture(scope="session")
def made_home() -> Iterator[Path]:
    """A home with a server that was set up, once for all tests, and stopped."""
    with open_folder() as folder:
        with EmbeddedServer(folder / "home", for_tests=True):
            pass
        yield folder / "home"


@pytest.fixture
def home(new_home: Path, made_home: Path) -> Path:
    """A copy of a home in which a server was set up: a second faster than to set it up."""
    subprocess.run(["cp", "-a", made_home, new_home], check=True)
    return new_home


@pytest.fixture
def make(new_home: Path) -> Iterator[Callable[..., EmbeddedServer]]:
    """Makes servers that are gone after the test, and before its folder is."""
    made: list[EmbeddedServer] = []

    def _make(home: Path, **options: object) -> EmbeddedServer:
        server = EmbeddedServer(home, **({"for_tests": True} | options))  # type: ignore[arg-type]
        made.append(server)
        return server

    yield _make
    for server in made:
        server.stop()
    for server in made:
        if server.places.server_folder.exists():
            server.remove()


@pytest.fixture(scope="session", params=VERSIONS)
def running(request: pytest.FixtureRequest) -> Iterator[EmbeddedServer]:
    """A running server that many tests share; it listens on TCP too."""
    home = Path(tempfile.mkdtemp(dir="/tmp"))
    server = EmbeddedServer(home, for_tests=True, binaries=request.param, tcp_port=0)
    server.start()
    yield server
    server.remove()
    shutil.rmtree(home)
