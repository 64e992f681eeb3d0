"""The nightly run of a demo that is under way, as its worker would do it."""

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
