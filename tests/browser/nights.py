"""A demo that is under way: the nightly run, as its worker would do it, and what it logged."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOMES: dict[str, dict[str, str]] = {}  # the environment of the demo at an address


def night(site: str) -> str:
    """Compares what changed with the whole register; what the command said."""
    command = [sys.executable, "-m", "saathi.config.command", "matching", "nightly"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAATHI_")}
    done = subprocess.run(
        command, env=kept | HOMES[site], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return done.stdout


def answers(site: str, number: int = 30) -> str:
    """The last lines of its log: how it answered, and how long that took. Nothing personal is there."""
    log = Path(HOMES[site]["SAATHI_HOME"]) / "demo.log"
    return "\n".join(log.read_text(errors="replace").splitlines()[-number:])
