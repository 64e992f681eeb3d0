"""How a process starts."""

import os
import subprocess
import sys

STARTED = """
import gc
from saathi.config import start
start.set_up_django()
print(gc.isenabled(), gc.get_freeze_count() > 50_000)
"""


def test_garbage_is_collected_after_the_start_but_not_in_what_was_loaded() -> None:
    started = subprocess.run(
        [sys.executable, "-c", STARTED],
        env=os.environ
        | {"SAATHI_PROCESS": "tools", "DJANGO_SETTINGS_MODULE": "saathi.config.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert started.stdout.split() == ["True", "True"]
