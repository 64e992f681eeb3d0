"""Brings the warehouse to what the facts say now: what changed since the last time, or all of it.

Cut off at any point, the next run goes on with the views that are taken over already.
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
from saathi.evidence.warehouse.read_ahead import read_ahead
from saathi.evidence.warehouse.snapshots import SnapshotFile
from saathi.evidence.warehouse.source import FactsSource, open_facts_source, supports_incremental
from saathi.evidence.warehouse.store import WarehouseStore

type ProgressCallback = Callable[[str], None]
PROGRESS_INTERVAL = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class WarehouseRefresh:
    """What to take over: the address of the analyst's role, the views, and whether all anew."""

    address: str
    views: Sequence[FactView]
    is_full: bool = False


def export_facts(
    store: WarehouseStore, refresh: WarehouseRefresh, report_progress: ProgressCallback
) -> dict[str, SnapshotFile]:
    """The files of all views as they stand at one moment; files of unchanged views stay as they are."""
    newest = store.newest_snapshot()
    known = (dict(newest.facts) if newest else {}) | store.load_unfinished()
    if refresh.is_full:
        known = {}
    taken: dict[str, SnapshotFile] = {}
    with open_facts_source(refresh.address, store.key) as source:
        for view in refresh.views:
            taken[view.name] = _ViewExport(store, source, view, report_progress).part(
                known.get(view.name)
            )
            # Of views not reached yet the older files count, should this run end here.
            store.save_unfinished(known | taken)
    return taken


@dataclass(frozen=True, slots=True)
class _ViewExport:
    """One view on its way into a file."""

    store: WarehouseStore
    source: FactsSource
    view: FactView
    say: ProgressCallback

    def part(self, before: SnapshotFile | None) -> SnapshotFile:
        """The file of the view at the moment of the source."""
        moment = self.source.moment
        if (
            before is not None
            and before.view == self._shape()
            and supports_incremental(list(self.source.columns(self.view)))
            and moment.can_continue_from(before.system, before.database, before.horizon)
        ):
            followed = self._follow(before)
            if followed.rows == self.source.count(self.view):
                return followed
            self.say(f"{self.view.name}: rows are gone that nobody announced; all anew.")
        draft = self._draft("all")
        self._write(draft, self.source.stream(self.view))
        return self._keep(draft)

    def _follow(self, before: SnapshotFile) -> SnapshotFile:
        """The file with what changed since; the same file where nothing did."""
        draft = self._draft("new")
        changed = self._write(draft, self.source.stream(self.view, since=before.horizon))
        if changed == 0:
            draft.unlink()
            return replace(before, **self._from())
        merged = self._draft("merged")
        with duckdb.connect() as database:
            database.execute(
                "COPY (SELECT * FROM read_parquet($old) old WHERE NOT EXISTS (SELECT 1 FROM "
                "read_parquet($new) new WHERE new.record = old.record) "
                "UNION ALL BY NAME SELECT * FROM read_parquet($new)) "
                f"TO '{merged}' (FORMAT parquet, COMPRESSION zstd)",
                {"old": str(self.store.file_path(before)), "new": str(draft)},
            )
        draft.unlink()
        return self._keep(merged)

    def _write(self, draft: Path, batches: Iterable[pa.RecordBatch]) -> int:
        """Writes the batches as they come; tells how far it is, since millions take a while."""
        rows, began, told = 0, time.monotonic(), time.monotonic()
        schema = self._schema()
        # Ids are all different: a dictionary of them would only be in the way.
        repeated = [field.name for field in schema if field.type != pa.int64()]
        with pq.ParquetWriter(draft, schema, compression="zstd", use_dictionary=repeated) as writer:
            for batch in read_ahead(_sizeable(batches, schema)):
                writer.write_table(batch)
                rows += batch.num_rows
                if time.monotonic() - told > PROGRESS_INTERVAL:
                    told = time.monotonic()
                    self.say(f"{self.view.name}: {rows} rows, {told - began:.0f} s")
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

    def _keep(self, draft: Path) -> SnapshotFile:
        return self.store.add_file(draft, **self._from())

    def _from(self) -> dict[str, Any]:
        moment = self.source.moment
        return {
            "system": moment.system,
            "database": moment.database,
            "horizon": moment.horizon,
            "view": self._shape(),
        }

    def _shape(self) -> str:
        columns = {name: str(kind) for name, kind in self.source.columns(self.view).items()}
        return hashlib.sha256(f"{self.view.sql()} {columns}".encode()).hexdigest()

    def _draft(self, kind: str) -> Path:
        return self.store.work / f"{self.view.name}.{kind}.parquet"


def _plain(kind: pa.DataType) -> pa.DataType:
    """The type without notes on where it came from."""
    return pa.list_(_plain(kind.value_type)) if pa.types.is_list(kind) else kind


def _sizeable(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.Table]:
    """The batches gathered into tables large enough for one group of rows of a file."""
    gathered: list[pa.RecordBatch] = []
    for batch in batches:
        gathered.append(batch)
        if sum(one.num_rows for one in gathered) >= 122_880:
            yield pa.Table.from_batches(gathered).cast(schema)
            gathered = []
    if gathered:
        yield pa.Table.from_batches(gathered).cast(schema)
