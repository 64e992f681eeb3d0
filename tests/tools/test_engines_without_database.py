"""Tests of engines run where no database can be started; all others need one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OF_AN_ENGINE = "tests/engines/matching/test_name_agreement.py"
OF_A_RULE = "tests/consent/test_rules.py"

type Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """Runs tests where the programs of PostgreSQL are missing."""
    bare = {k: v for k, v in os.environ.items() if not k.startswith(("SAATHI_", "PYTEST_"))}
    environment = bare | {"SAATHI_TEST_POSTGRES": str(tmp_path / "bin")}

    def with_tests(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words]
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )

    yield with_tests
    shutil.rmtree(ROOT / ".saathi" / f"tests-{tmp_path.name}", ignore_errors=True)


@pytest.mark.parametrize("workers", ["0", "1"])
def test_engines_are_tested_without_a_database(run: Run, workers: str) -> None:
    done = run("-n", workers, OF_AN_ENGINE)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout


def test_other_tests_need_a_database(run: Run) -> None:
    done = run("-n", "0", OF_AN_ENGINE, OF_A_RULE)
    assert done.returncode != 0
    assert "PostgreSQL" in done.stdout + done.stderr
