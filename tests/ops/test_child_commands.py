"""A command that another command started ends with it, also when that one is killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.infra.embedded.conftest import open_folder
from tests.ops.homes import environment
from tests.ops.installations import until

START = "import sys; from saathi.config import start; start.run_command(*sys.argv[1:])"


def processes_with(word: str) -> list[int]:
    """The processes that have this word on their command line."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if word.encode() in (entry / "cmdline").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:  # it ended meanwhile
            continue
    return found


def test_child_command_ends_when_its_parent_is_killed() -> None:
    with open_folder() as folder:
        home = str(folder / "home")
        words = ["database", "--home", home, "--sockets", str(folder / "sockets")]
        parent = subprocess.Popen(
            [sys.executable, "-c", START, *words], env=environment(folder / "own")
        )
        until(lambda: len(processes_with(home)) == 2, 30)

        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()

        until(lambda: not processes_with(home), 10)
