"""A fresh log for each test."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from saathi.audit import keys
from tests import databases
from tests.audit.logs import Log


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "only")
    template = databases.template()
    name = f"audit_{worker}"
    with databases.lock("template"):
        databases.create(name, template)
    made = Log(name, tmp_path, keys.create(tmp_path))
    yield made
    for connection in made.open:
        connection.close()
