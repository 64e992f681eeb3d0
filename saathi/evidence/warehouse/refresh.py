"""Updates the warehouse from the facts: the changes since the last refresh, or all rows.

After an interruption at any point, the next run reuses the views that were already exported.
"""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from saathi.agencies.facts import FactView
from saathi.evidence.warehouse.facts_source import (
    FactsSnapshot,
    open_facts_source,
    supports_incremental_refresh,
)
from saathi.evidence.warehouse.read_ahead import read_ahead
from saathi.evidence.warehouse.snapshots import SnapshotFile
from saathi.evidence.warehouse.store import WarehouseStore

type ProgressCallback = Callable[[str], None]
PROGRESS_INTERVAL = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class WarehouseRefresh:
    """The settings of a refresh: the analyst's address, the views, and whether to export all rows again."""

    address: str
    views: Sequence[FactView]
    is_full: bool = False


def export_facts(
    store: WarehouseStore, refresh: WarehouseRefresh, report_progress: ProgressCallback
) -> dict[str, SnapshotFile]:
    """The files of all views at one moment; files of unchanged views are reused."""
    newest = store.newest_snapshot()
    known_files = (dict(newest.facts) if newest else {}) | store.load_unfinished()
    if refresh.is_full:
        known_files = {}
    exported: dict[str, SnapshotFile] = {}
    with open_facts_source(refresh.address, store.key) as source:
        for view in refresh.views:
            exported[view.name] = _ViewExport(store, source, view, report_progress).part(
                known_files.get(view.name)
            )
            # If this run ends here, views that it has not reached keep their older files.
            store.save_unfinished(known_files | exported)
    return exported


@dataclass(frozen=True, slots=True)
class _ViewExport:
    """The export of one view into a file."""

    store: WarehouseStore
    source: FactsSnapshot
    view: FactView
    say: ProgressCallback

    def part(self, before: SnapshotFile | None) -> SnapshotFile:
        """The file of the view at the moment of the source."""
        moment = self.source.moment
        if (
            before is not None
            and before.view == self._view_hash()
            and supports_incremental_refresh(list(self.source.columns(self.view)))
            and moment.can_continue_from(before.system, before.database, before.horizon)
        ):
            followed = self._append_changes(before)
            if followed.rows == self.source.count(self.view):
                return followed
            self.say(f"{self.view.name}: rows are gone without notice; all anew.")
        draft = self._draft_path("all")
        self._write(draft, self.source.stream(self.view))
        return self._store_draft(draft)

    def _append_changes(self, before: SnapshotFile) -> SnapshotFile:
        """The file with the changes since `before`; the same file if nothing changed."""
        draft = self._draft_path("new")
        changed = self._write(draft, self.source.stream(self.view, since=before.horizon))
        if changed == 0:
            draft.unlink()
            return replace(before, **self._origin())
        merged = self._draft_path("merged")
        with duckdb.connect() as database:
            database.execute(
                "COPY (SELECT * FROM read_parquet($old) old WHERE NOT EXISTS (SELECT 1 FROM "
                "read_parquet($new) new WHERE new.record = old.record) "
                "UNION ALL BY NAME SELECT * FROM read_parquet($new)) "
                f"TO '{merged}' (FORMAT parquet, COMPRESSION zstd)",
                {"old": str(self.store.file_path(before)), "new": str(draft)},
            )
        draft.unlink()
        return self._store_draft(merged)

    def _write(self, draft: Path, batches: Iterable[pa.RecordBatch]) -> int:
        """Writes the batches, reporting progress as it can take minutes; returns the row count."""
        rows, began, last_report = 0, time.monotonic(), time.monotonic()
        schema = self._schema()
        # Ids are unique, so a dictionary of them would only cost time.
        repeated = [field.name for field in schema if field.type != pa.int64()]
        with pq.ParquetWriter(draft, schema, compression="zstd", use_dictionary=repeated) as writer:
            for batch in read_ahead(_row_groups(batches, schema)):
                writer.write_table(batch)
                rows += batch.num_rows
                if time.monotonic() - last_report > PROGRESS_INTERVAL:
                    last_report = time.monotonic()
                    self.say(f"{self.view.name}: {rows} rows, {last_report - began:.0f} s")
        self.say(f"{self.view.name}: {rows} rows in {time.monotonic() - began:.1f} s")
        return rows

    def _schema(self) -> pa.Schema:
        columns = self.source.columns(self.view)
        return pa.schema(
            [
                pa.field(name, pa.int64() if "uuid" in str(kind) else _plain(kind))
                for name, kind in columns.items()
                if name != "changed_ago"
            ]
        )

    def _store_draft(self, draft: Path) -> SnapshotFile:
        return self.store.add_file(draft, **self._origin())

    def _origin(self) -> dict[str, Any]:
        moment = self.source.moment
        return {
            "system": moment.system,
            "database": moment.database,
            "horizon": moment.horizon,
            "view": self._view_hash(),
        }

    def _view_hash(self) -> str:
        columns = {name: str(kind) for name, kind in self.source.columns(self.view).items()}
        return hashlib.sha256(f"{self.view.sql()} {columns}".encode()).hexdigest()

    def _draft_path(self, kind: str) -> Path:
        return self.store.work / f"{self.view.name}.{kind}.parquet"


def _plain(kind: pa.DataType) -> pa.DataType:
    """The type without metadata about its origin."""
    return pa.list_(_plain(kind.value_type)) if pa.types.is_list(kind) else kind


def _row_groups(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.Table]:
    """The batches gathered into tables of the size of one row group."""
    gathered: list[pa.RecordBatch] = []
    for batch in batches:
        gathered.append(batch)
        if sum(item.num_rows for item in gathered) >= 122_880:
            yield pa.Table.from_batches(gathered).cast(schema)
            gathered = []
    if gathered:
        yield pa.Table.from_batches(gathered).cast(schema)
