"""Modules that a web process does not load: they would cost memory in each worker and time at each start."""

import os
import subprocess
import sys

import pytest

# Only the worker protects numbers and attacks them; pages show what came of it.
SOLVERS = ("scipy", "highspy")
LOADED = f"""
import sys
import saathi.config.wsgi
print(*(name for name in {SOLVERS!r} if name in sys.modules))
"""


@pytest.mark.slow
def test_a_web_process_loads_no_solver() -> None:
    environment = os.environ | {
        "SAATHI_PROCESS": "web",
        "SAATHI_DATABASE_URL": "postgresql://nobody@nowhere/nothing",
        "DJANGO_SETTINGS_MODULE": "saathi.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", LOADED], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
