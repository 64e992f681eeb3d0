"""Real installations in passing homes, driven through the `saathi` command."""

import os
import subprocess
import sys
from pathlib import Path


def environment(home: Path, **more: str) -> dict[str, str]:
    """What a process of that home sees: nothing of the test's own installation."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAATHI_")}
    kept.pop("PYTEST_CURRENT_TEST", None)
    return kept | {"SAATHI_HOME": str(home), "SAATHI_HTTPS": "no"} | more


def saathi(home: Path, *words: str | Path, good: bool = True, **settings: str) -> str:
    """What the command said; it must succeed, or fail where `good` is no."""
    command = [sys.executable, "-m", "saathi.config.command", *map(str, words)]
    done = subprocess.run(
        command,
        env=environment(home, **settings),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    said = done.stdout + done.stderr
    assert (done.returncode == 0) is good, said
    return said


def python(home: Path, kind: str, script: str) -> str:
    """What a script said that ran as a process of this kind, with Django set up."""
    started = f"from saathi.config import start\nwith start.process({kind!r}):\n"
    text = started + "".join(f"    {line}\n" for line in script.strip().splitlines())
    done = subprocess.run(
        [sys.executable, "-c", text],
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
