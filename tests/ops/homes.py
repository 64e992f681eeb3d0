"""Real installations in temporary homes, driven through the `saathi` command."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

from saathi.infra.embedded import EmbeddedServer
from saathi.infra.embedded import account as accounts
from saathi.infra.embedded.server_paths import ServerPaths
from tests.schema import schema_hash

PATIENCE = 400  # seconds for one command: a drill restores twice, on a machine that has other work
TEMPLATES = Path(__file__).resolve().parents[2] / ".saathi" / "homes"


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a process of that home: nothing of the test's own installation."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAATHI_")}
    kept.pop("PYTEST_CURRENT_TEST", None)
    return kept | {"SAATHI_HOME": str(home), "SAATHI_HTTPS": "no"} | more


def saathi(home: Path, *words: str | Path, good: bool = True, **settings: str) -> str:
    """The output of the command; it must succeed, or fail if `good` is false."""
    command = [sys.executable, "-m", "saathi.config.command", *map(str, words)]
    process = subprocess.run(
        command,
        env=environment(home, **settings),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    said = process.stdout + process.stderr
    assert (process.returncode == 0) is good, said
    return said


def python(home: Path, kind: str, script: str, needs: str = "CURRENT") -> str:
    """The output of a script run as a process of this kind, with Django set up."""
    started = f"from saathi.config import schema_check, start\nwith start.process({kind!r}, schema_check.SchemaNeeds.{needs}):\n"
    return said_by(home, started + "".join(f"    {line}\n" for line in script.strip().splitlines()))


def said_by(home: Path, text: str) -> str:
    """The output of a script that starts what it needs."""
    process = subprocess.run(
        [sys.executable, "-c", text],
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert process.returncode == 0, process.stderr
    return process.stdout.strip()


def migrated(home: Path) -> None:
    """Makes the home as `saathi migrate` makes it: a copy of one that was migrated by this code.

    Copies have the same keys and passwords.
    """
    home.mkdir(parents=True)
    home.chmod(0o755)
    fill(home)


def fill(home: Path) -> None:
    """Fills an empty home the same way."""
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    template = TEMPLATES / schema_hash()
    with (TEMPLATES / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not template.exists():
            for old in TEMPLATES.glob("*/"):
                EmbeddedServer(old).remove()
                subprocess.run(["rm", "-r", old], check=True)
            making = TEMPLATES / "making"
            saathi(making, "migrate")
            making.rename(template)
    _copy(template, home)


def _copy(template: Path, home: Path) -> None:
    """All of it; the data of the database to where this home keeps it, which may be elsewhere.

    With the account that they belong to, which is not ours where we are root.
    """
    source, target = ServerPaths(template.absolute()), ServerPaths(home.absolute())
    for part in template.iterdir():
        if part != source.server_folder:
            subprocess.run(["cp", "-a", part, home], check=True)
    target.make_server_folder()
    target.choose_data_folder(accounts.account_of_data(source.data))
    subprocess.run(["cp", "-a", source.data, target.data], check=True)
