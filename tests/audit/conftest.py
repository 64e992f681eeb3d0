"""A fresh log for each test."""

import itertools
import os
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from saathi.audit import keys
from tests import databases
from tests.audit.logs import Log

COUNT = itertools.count()


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "only")
    template = databases.template()
    name = f"audit_{worker}_{next(COUNT)}"
    with databases.lock("template"):
        databases.create(name, template)
    made = Log(name, tmp_path, keys.create(tmp_path))
    yield made
    for connection in made.open:
        connection.close()
    drop(name)


def drop(name: str) -> None:
    """Drops a database; the server needs a moment to see that we are gone."""
    with databases.owner("saathi") as owner:
        for _ in range(50):
            try:
                owner.execute(f"DROP DATABASE {name}")
            except psycopg.errors.ObjectInUse:
                time.sleep(0.05)
            else:
                return
