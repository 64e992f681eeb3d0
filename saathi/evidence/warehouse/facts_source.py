"""Reads the views of facts as the analyst, with Arrow, in one consistent snapshot of the database.

A changed row is found by the transaction that wrote it. Ids become keyed numbers that mean nothing
outside this warehouse, so that a row cannot be traced to a page address.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from adbc_driver_postgresql import StatementOptions, dbapi

from saathi.agencies.facts import FactView
from saathi.evidence.warehouse.errors import WarehouseError

# Beyond this many transactions, comparisons of PostgreSQL's 32-bit numbers are ambiguous.
MOST_TRANSACTIONS = 1_000_000_000
BATCH_BYTES = 16 * 1024 * 1024
TRACKING_COLUMNS = ("record", "changed_ago")  # how a row is exported; only `record` is kept

_MOMENT = """
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS horizon,
       pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next,
       age('3'::xid)::bigint + 3 AS counted_from,
       (SELECT system_identifier FROM pg_control_system()) AS system,
       current_database()::text AS database
"""


@dataclass(frozen=True, slots=True)
class DatabaseMoment:
    """One consistent snapshot of a database: its identity and its completed transactions.

    Every transaction below `horizon` had ended; ages of rows are counted from `counted_from`.
    """

    system: int
    database: str
    horizon: int
    counted_from: int

    def transactions_since(self, horizon: int) -> int:
        """The greatest age of a row that may have changed since an earlier horizon."""
        return self.counted_from - horizon

    def can_continue_from(self, system: int, database: str, horizon: int) -> bool:
        """Whether changes since `horizon` can be determined: same database, and not too long ago."""
        is_same_database = (self.system, self.database) == (system, database)
        return is_same_database and 0 <= self.transactions_since(horizon) < MOST_TRANSACTIONS


def expand_transaction_id(near: int, low: int) -> int:
    """The 64-bit transaction id nearest to `near` whose lower half is `low`."""
    half = 1 << 32
    ahead = (low - near) % half
    return near + (ahead if ahead < half // 2 else ahead - half)


class FactsSnapshot:
    """The views of facts at one moment. Made by `open_facts_source`."""

    def __init__(self, connection: dbapi.Connection, key: int) -> None:
        self._connection = connection
        self._key = key
        self._columns: dict[str, dict[str, pa.DataType]] = {}
        moment = self._rows(_MOMENT)[0]
        self.moment = DatabaseMoment(
            system=moment["system"],
            database=moment["database"],
            horizon=moment["horizon"],
            counted_from=expand_transaction_id(moment["next"], moment["counted_from"] % (1 << 32)),
        )

    def columns(self, view: FactView) -> dict[str, pa.DataType]:
        """The view's columns with their types; a type unknown to Arrow raises an error with its name."""
        if view.name not in self._columns:
            self._columns[view.name] = self._columns_of(view)
        return self._columns[view.name]

    def _columns_of(self, view: FactView) -> dict[str, pa.DataType]:
        with self._connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {view.name} LIMIT 0")
            schema = cursor.fetch_record_batch().schema
        for field in schema:
            if "opaque" in str(field.type):
                raise WarehouseError(
                    f"{view.name}.{field.name} has a type that Arrow does not know: cast it in the view."
                )
        return {field.name: field.type for field in schema}

    def count(self, view: FactView) -> int:
        """The current number of rows in the view."""
        return int(self._rows(f"SELECT count(*) AS rows FROM {view.name}")[0]["rows"])

    def stream(self, view: FactView, *, since: int | None = None) -> Iterator[pa.RecordBatch]:
        """The rows in batches; with `since`, only those that may have changed after that horizon."""
        statement = self.select_statement(view)
        if since is not None:
            statement += f" WHERE changed_ago <= {self.moment.transactions_since(since)}"
        with self._connection.cursor() as cursor:
            cursor.adbc_statement.set_options(
                **{StatementOptions.BATCH_SIZE_HINT_BYTES.value: str(BATCH_BYTES)}
            )
            cursor.execute(statement)
            reader = cursor.fetch_record_batch()
            plain = pa.schema([pa.field(field.name, field.type) for field in reader.schema])
            for batch in reader:
                yield pa.RecordBatch.from_arrays(batch.columns, schema=plain)

    def select_statement(self, view: FactView) -> str:
        """The SELECT that exports the view, with ids replaced by this warehouse's numbers."""
        columns_kept = [
            f"uuid_hash_extended({name}, {self._key}) AS {name}" if "uuid" in str(kind) else name
            for name, kind in self.columns(view).items()
            if name != "changed_ago"
        ]
        return f"SELECT {', '.join(columns_kept)} FROM {view.name}"

    def _rows(self, statement: str) -> list[dict[str, Any]]:
        with self._connection.cursor() as cursor:
            cursor.execute(statement)
            rows: list[dict[str, Any]] = cursor.fetch_arrow_table().to_pylist()
            return rows


@contextmanager
def open_facts_source(address: str, key: int) -> Iterator[FactsSnapshot]:
    """Runs the block with the facts as of now, regardless of later writes."""
    with dbapi.connect(address) as connection:
        with connection.cursor() as cursor:
            cursor.adbc_statement.set_options(**{StatementOptions.USE_COPY.value: "false"})
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield FactsSnapshot(connection, key)


def supports_incremental_refresh(columns: Sequence[str]) -> bool:
    """Whether a view contains the id of each record and the time of its change."""
    return set(TRACKING_COLUMNS) <= set(columns)
