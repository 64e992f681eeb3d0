"""A log for each test: emptied before it, or in a separate database if the test alters tables."""

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from saathi.audit import signing_keys
from tests import databases
from tests.audit.heads_sending import Home
from tests.audit.logs import Log
from tests.roles import role

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "only")
COUNT = itertools.count(1)


def made(name: str) -> str:
    """A new database, copied from the migrated template."""
    databases.copy_template(name)
    return name


@pytest.fixture(scope="session")
def log_database() -> str:
    return made(f"audit_{WORKER}")


@pytest.fixture
def log(log_database: str, tmp_path: Path) -> Iterator[Log]:
    log = Log(log_database, tmp_path, signing_keys.create_signing_key(tmp_path))
    log.empty()
    yield log
    log.close()


@pytest.fixture
def fresh_log(tmp_path: Path) -> Iterator[Log]:
    log = Log(
        made(f"audit_{WORKER}_{next(COUNT)}"), tmp_path, signing_keys.create_signing_key(tmp_path)
    )
    yield log
    log.close()


@pytest.fixture
def as_maintenance(db: None) -> Iterator[None]:
    """As the role that records in anyone's name: the web role needs the context of the person."""
    with role("maintenance"):
        yield


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with two lines in its heads file."""
    home = Home(tmp_path / "home")
    home.grow("one", "two")
    return home


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The second place."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder
