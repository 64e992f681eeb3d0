"""A command that was killed while it made the data folder leaves initdb running; the next one begins again."""

import subprocess
import sys
from pathlib import Path

from saathi.infra.embedded import EmbeddedServer
from tests.infra.embedded.conftest import open_folder
from tests.ops.installations import until

START = "import sys; from pathlib import Path; from saathi.infra.embedded import EmbeddedServer; EmbeddedServer(Path(sys.argv[1])).start()"


def initdb_works(data: Path) -> bool:
    word = f"--pgdata={data.with_name('data.new')}".encode()
    lines = (entry / "cmdline" for entry in Path("/proc").glob("[0-9]*"))
    return any(line.exists() and word in line.read_bytes() for line in lines)


def test_server_starts_after_its_making_was_killed() -> None:
    with open_folder() as folder:
        home = folder / "home"
        home.mkdir(mode=0o755)
        server = EmbeddedServer(home)
        making = subprocess.Popen([sys.executable, "-c", START, str(home)])
        until(lambda: initdb_works(server.places.data), 30)
        making.kill()
        making.wait()
        with server:
            assert server.is_running()
        server.remove()
