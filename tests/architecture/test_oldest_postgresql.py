"""Every page opens on PostgreSQL 15 as well, the oldest that Saathi runs on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server import BINARIES

ROOT = Path(__file__).resolve().parents[2]
OLDEST = Path("/usr/lib/postgresql/15/bin")
# Pages in every role, what row security shows in random worlds, attacks by hand, what the doctor expects.
ASKED = (
    "tests/architecture/test_access_matrix.py",
    "tests/agencies/test_two_locks.py",
    "tests/attacks/test_as_the_web_role.py",
    "tests/attacks/test_contexts.py",
    "tests/config/test_doctor_of_the_catalogue.py",
)


@pytest.mark.slow
@pytest.mark.deploy
@pytest.mark.timeout(1200)  # a whole part of the suite: 590 s beside other work on two cores
@pytest.mark.skipif(BINARIES is not None, reason="these run on another version, 2026-11-28")
@pytest.mark.skipif(
    not (OLDEST / "postgres").exists(),
    reason="Debian's PostgreSQL 15 is not on this machine, 2026-11-28",
)
def test_pages_open_and_rights_hold_on_the_oldest_postgresql() -> None:
    ours = ("PYTEST_", "SAATHI_", "DJANGO_")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", *ASKED],
        cwd=ROOT,
        env=environment | {"SAATHI_TEST_POSTGRES": str(OLDEST)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
