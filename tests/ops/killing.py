"""Runs a `saathi` command and kills it with SIGKILL at a given place of its code."""

import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.ops.homes import environment

_RUN = """
import os, signal, sys
module, name, event, number, caller = sys.argv[1:6]
left = int(number)
def comes_from(frame):
    while frame is not None and frame.f_code.co_qualname != caller:
        frame = frame.f_back
    return frame is not None
def watch(frame, happened, _value):
    global left
    if (
        happened == event
        and frame.f_code.co_name == name
        and frame.f_globals.get("__name__") == module
        and (not caller or comes_from(frame))
    ):
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
sys.setprofile(watch)
from saathi.config import command
sys.exit(command.main(sys.argv[6:]))
"""


@dataclass(frozen=True)
class Place:
    """A place in the code: the n-th call of a function, or the n-th return from it.

    With a caller, calls count that are made, directly or not, by a function of this name.
    """

    module: str
    function: str
    event: str = "call"
    number: int = 1
    caller: str = ""

    def __str__(self) -> str:
        return f"{self.module.rpartition('.')[2]}.{self.function}-{self.event}-{self.number}"


def run_and_kill(home: Path, place: Place, *words: str | Path) -> str:
    """The output of the command until it was killed; fails if it never reached that place."""
    at = [place.module, place.function, place.event, str(place.number), place.caller]
    process = subprocess.run(
        [sys.executable, "-c", _RUN, *at, *map(str, words)],
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert process.returncode == -signal.SIGKILL, process.stdout + process.stderr
    return process.stdout


def run_and_kill_after(home: Path, word: str, seconds: float, *words: str | Path) -> None:
    """Kills the command, and nothing that it started, so many seconds after it said the word."""
    running = subprocess.Popen(
        [sys.executable, "-m", "saathi.config.command", *map(str, words)],
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert running.stdout is not None
    for line in running.stdout:
        if word in line:
            break
    time.sleep(seconds)
    assert running.poll() is None
    running.kill()
    running.stdout.close()
    running.wait()
