"""Starts the test server before Django reads its settings. Loaded by `-p tests.server`.

Each pytest-xdist worker gets a database of its own, copied from a template that is migrated once
for each state of the code that makes the schema. Where only tests of engines are asked for, no server
is started: they need none.
"""

import atexit
import os
from collections.abc import Generator
from pathlib import Path

import pytest

from saathi.config.home import prepare
from saathi.infra.embedded import EmbeddedServer

ENGINES = Path(__file__).resolve().parent / "engines"
# A copy of the code can use the server of the tests that made it (tests/architecture/test_example.py).
HOME = Path(
    os.environ.get("SAATHI_TEST_HOME")
    or Path(__file__).resolve().parent.parent / ".saathi" / "tests"
)
BINARIES = os.environ.get("SAATHI_TEST_POSTGRES")  # another version's bin folder, e.g. of PG 15

if BINARIES and "SAATHI_TEST_HOME" not in os.environ:
    HOME = HOME.with_name("tests-" + Path(BINARIES).parent.name)
SERVER = EmbeddedServer(HOME, for_tests=True, binaries=Path(BINARIES) if BINARIES else None)


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Before pytest-django reads the settings: a wrapper comes first."""
    prepare_settings()
    if not _is_of_engines(early_config.known_args_namespace.file_or_dir):
        SERVER.start()
        if "PYTEST_XDIST_WORKER" not in os.environ:
            atexit.register(SERVER.stop)
        os.environ["SAATHI_DATABASE_URL_TESTER"] = SERVER.url("saathi_tester")
    return (yield)


def _is_of_engines(paths: list[str]) -> bool:
    """Whether tests of engines are asked for, and no others."""
    asked = [Path(path.partition("::")[0]).resolve() for path in paths]
    return bool(asked) and all(path.is_relative_to(ENGINES) for path in asked)


def prepare_settings() -> None:
    """The environment in which Django reads its settings for tests."""
    prepare(HOME)
    (HOME / "static").mkdir(exist_ok=True)  # where an installation collects its static files
    os.environ["SAATHI_HOME"] = str(HOME)
    os.environ["SAATHI_PROCESS"] = "tests"
    os.environ["SAATHI_DEMO"] = "no"
    os.environ["SAATHI_PREPARED_STATEMENTS"] = "yes"
    os.environ["SAATHI_HOSTS"] = "testserver,localhost,127.0.0.1"
    os.environ["SAATHI_DATABASE_URL_TESTER"] = "postgresql://nobody@/nothing"
    # Playwright keeps an event loop in the thread of the tests; our own code has none.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
