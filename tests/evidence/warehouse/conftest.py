"""A register with committed rows of its own, and a warehouse."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import transaction

from saathi.agencies import facts
from saathi.agencies.facts import FactView
from saathi.evidence.indicators import snapshot_building
from saathi.evidence.warehouse.refresh import WarehouseRefresh
from saathi.evidence.warehouse.snapshots import WarehouseSnapshot
from saathi.evidence.warehouse.store import WarehouseStore, open_store
from saathi.protection.casework.cases.models import Case
from tests import databases
from tests.factories import agencies, children
from tests.server import SERVER


@dataclass
class WarehouseTestRegister:
    """A database with three children, and its warehouse."""

    database: str
    cases: list[Case]
    store: WarehouseStore
    progress_messages: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return SERVER.url("saathi_analyst", self.database)

    def connect(self, role: str = "maintenance") -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(SERVER.url(f"saathi_{role}", self.database))

    def change(self, statement: str, *values: Any) -> None:
        with self.connect() as connection:
            connection.execute(statement, values)

    def settle(self) -> None:
        """Waits until no transaction of the server is older than the test's own writes.

        Other tests write at the same time, and rows that may still change are exported again.
        """
        with self.connect() as connection:
            row = connection.execute("SELECT pg_current_xact_id()::text").fetchone()
        assert row is not None
        for _tenth in range(3000):
            with self.connect() as connection:
                is_past = "SELECT pg_snapshot_xmin(pg_current_snapshot()) > %s::xid8"
                if connection.execute(is_past, row).fetchone() == (True,):
                    return
            time.sleep(0.1)
        pytest.fail("a transaction of another test did not end in five minutes")

    def refresh(
        self, *, anew: bool = False, views: list[FactView] | None = None, settled: bool = True
    ) -> WarehouseSnapshot:
        if settled:
            self.settle()
        self.progress_messages.clear()
        order = WarehouseRefresh(self.address, views or list(facts.all_fact_views()), is_full=anew)
        return snapshot_building.build_snapshot(self.store, order, self.progress_messages.append)

    def rows(self, snapshot: WarehouseSnapshot, view: str) -> list[dict[str, Any]]:
        import pyarrow.parquet as pq

        return pq.read_table(self.store.file_path(snapshot.facts[view])).to_pylist()

    def exported_row_counts(self, view: str) -> list[int]:
        """The number of exported rows of the view in each refresh that exported it."""
        return [
            int(line.split()[1])
            for line in self.progress_messages
            if line.startswith(f"{view}: ") and " rows in " in line
        ]


@pytest.fixture
def register(
    django_db_setup: None, django_db_blocker: Any, tmp_path: Path
) -> Iterator[WarehouseTestRegister]:
    name = f"counted_{os.environ.get('PYTEST_XDIST_WORKER', 'only')}"
    databases.copy_template(name)
    with django_db_blocker.unblock(), databases.as_default(name), transaction.atomic():
        worker = agencies.staff()
        cases = [children.case(worker, child) for child in ("Sunita", "Rokeya", "Asha")]
    yield WarehouseTestRegister(name, cases, open_store(tmp_path))
    databases.drop(name)
