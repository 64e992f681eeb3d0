"""Which tables belong to which archive, and how rows are written and loaded: as COPY text.

COPY in one snapshot rather than pg_dump: both archives then agree to the row, nothing is on disk
unsealed, and the text can be read by any version of PostgreSQL. The schema is not included: `saathi
migrate` creates it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import IO, Any, LiteralString

from psycopg import Connection, sql
from psycopg.sql import Composable, Composed

# Keys have an archive of their own: without it, the data identify no child.
OF_THE_KEYS = ("vault_canary", "vault_key")
# Tables left out because they are rebuilt or belong to one run of one installation, with the
# reason.
LEFT_OUT = {
    "django_migrations": "made by `saathi migrate`; its rows are compared",
    "access_context_key": "made by `saathi migrate` from the secrets",
    "access_setting": "made by `saathi migrate` from the settings",
    "access_used_proof": "expired within two minutes",
    "people_token": "rebuilt from the vault, so that no copy of the tokens lies about",
    "matches_ledger": "made anew from the vault, as the tokens are",
    "matches_removedfile": "marks for the ledger, which is left out too",
    "matches_matchplan": "learned anew: frequent names stand in it",
    "agencies_attempt": "counters of attempts to sign in",
    "agencies_staffsession": "sessions end with a restore",
    "django_session": "sessions end with a restore",
    "web_cache": "rate limits",
    "procrastinate_workers": "heartbeats of workers that are gone",
}
# Columns whose value is replaced, both while rows are written into an archive and while they are
# loaded, so that archives made before a rule was added also load. Every column that refers to a
# table left out must be listed (a test looks for missing ones).
CLEARED = {("procrastinate_jobs", "worker_id"): "the worker did not come along"}
# A job that was running is run again, which handlers allow. If the same job is waiting already (its
# queueing lock is taken), one of the two is enough.
_STATUS_OF_A_JOB: LiteralString = """
CASE WHEN status NOT IN ('doing', 'aborting') THEN status
     WHEN abort_requested OR status = 'aborting' THEN 'aborted'
     WHEN EXISTS (
         SELECT 1 FROM arriving AS other
         WHERE other.queueing_lock = arriving.queueing_lock AND NOT other.abort_requested
           AND (other.status = 'todo' OR other.status = 'doing' AND other.id > arriving.id)
     ) THEN 'cancelled'
     ELSE 'todo' END
"""
SETTLED_ON_LOAD: dict[tuple[str, str], LiteralString] = {
    ("procrastinate_jobs", "status"): _STATUS_OF_A_JOB,
}
APPEND_ONLY = ("audit_entry", "audit_batch")
PIECE_BYTES = 8 * 1024 * 1024

_TABLES = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
GROUP BY c.relname ORDER BY c.relname
"""
_PARENTS = """
SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint
WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND conrelid <> confrelid
"""
_SERIALS = """
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0
  AND CASE WHEN a.attisdropped THEN NULL
      ELSE pg_get_serial_sequence(quote_ident(c.relname), a.attname) END IS NOT NULL
"""


@dataclass(frozen=True)
class ArchivedTable:
    """A table and its archived columns."""

    name: str
    columns: tuple[str, ...]

    def sql(self, text: LiteralString) -> Composed:
        """A statement about this table with {table}, {columns}, {kept} and {loaded} filled in.

        {kept} are the columns as an archive has them, {loaded} as they are loaded from `arriving`.
        """
        return sql.SQL(text).format(
            table=sql.Identifier(self.name),
            columns=_listed(map(sql.Identifier, self.columns)),
            kept=_listed(map(self._kept, self.columns)),
            loaded=_listed(map(self._loaded, self.columns)),
        )

    @property
    def is_settled_on_load(self) -> bool:
        """Whether loading replaces the value of any column."""
        return any(name == self.name for name, _column in (*CLEARED, *SETTLED_ON_LOAD))

    @property
    def unchanged(self) -> "ArchivedTable":
        """This table with only the columns that a restore leaves unchanged."""
        changed = {column for name, column in (*CLEARED, *SETTLED_ON_LOAD) if name == self.name}
        return ArchivedTable(self.name, tuple(sorted(set(self.columns) - changed)))

    def _kept(self, column: str) -> Composable:
        return sql.SQL("NULL") if (self.name, column) in CLEARED else sql.Identifier(column)

    def _loaded(self, column: str) -> Composable:
        settled = SETTLED_ON_LOAD.get((self.name, column))
        return self._kept(column) if settled is None else sql.SQL(settled)


def _listed(parts: Iterable[Composable]) -> Composed:
    return sql.SQL(", ").join(parts)


def list_archived_tables(connection: Connection[Any]) -> list[ArchivedTable]:
    """All tables, each after the tables that it refers to."""
    columns_of = {
        name: ArchivedTable(name, tuple(columns)) for name, columns in connection.execute(_TABLES)
    }
    order: TopologicalSorter[str] = TopologicalSorter({name: set() for name in columns_of})
    for child, parent in connection.execute(_PARENTS):
        if child in columns_of and parent in columns_of:
            order.add(child, parent)
    return [columns_of[name] for name in order.static_order()]


def key_tables(archived_tables: list[ArchivedTable]) -> list[ArchivedTable]:
    """The tables of the key archive."""
    return [table for table in archived_tables if table.name in OF_THE_KEYS]


def data_tables(archived_tables: list[ArchivedTable]) -> list[ArchivedTable]:
    """The tables of the data archive: all others except those listed as left out."""
    return [table for table in archived_tables if table.name not in {*OF_THE_KEYS, *LEFT_OUT}]


def copy_rows_of_table(connection: Connection[Any], table: ArchivedTable) -> Iterator[bytes]:
    """The rows of a table as COPY text, in pieces that may end in mid-row."""
    buffer = bytearray()
    query = table.sql("COPY (SELECT {kept} FROM {table}) TO STDOUT")
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        for data in copy:
            buffer += data
            if len(buffer) >= PIECE_BYTES:
                yield bytes(buffer)
                buffer.clear()
    yield bytes(buffer)


def load_rows(
    connection: Connection[Any], table: ArchivedTable, pieces: Iterator[IO[bytes]]
) -> int:
    """Loads rows, replacing rows that triggers of other tables inserted; returns the number."""
    _remove_made_by_triggers(connection, table)
    if not table.is_settled_on_load:
        return _copy(connection, table.sql("COPY {table} ({columns}) FROM STDIN"), pieces)
    connection.execute(table.sql("CREATE TEMPORARY TABLE arriving (LIKE {table})"))
    rows = _copy(connection, table.sql("COPY arriving ({columns}) FROM STDIN"), pieces)
    connection.execute(table.sql("INSERT INTO {table} ({columns}) SELECT {loaded} FROM arriving"))
    connection.execute("DROP TABLE arriving")
    return rows


def _copy(connection: Connection[Any], query: Composed, pieces: Iterator[IO[bytes]]) -> int:
    with connection.cursor() as cursor:
        with cursor.copy(query) as copy:
            for piece in pieces:
                while data := piece.read(1024 * 1024):
                    copy.write(data)
        return max(cursor.rowcount, 0)


def _remove_made_by_triggers(connection: Connection[Any], table: ArchivedTable) -> None:
    """Removes rows that triggers inserted: a waiting job's first event is also in the archive."""
    if table.name not in APPEND_ONLY:
        row = connection.execute(table.sql("SELECT EXISTS (SELECT 1 FROM {table})")).fetchone()
        if row is not None and row[0]:
            connection.execute(table.sql("DELETE FROM {table}"))


def table_digest(connection: Connection[Any], table: ArchivedTable) -> tuple[int, str]:
    """The number of rows of the table and a digest of them, independent of their order.

    Two tables with the same rows have the same digest, also on servers of different versions.
    """
    for setting, value in (("TimeZone", "UTC"), ("bytea_output", "hex"), ("DateStyle", "ISO")):
        connection.execute("SELECT set_config(%s, %s, true)", [setting, value])
    row = connection.execute(
        table.unchanged.sql(
            "SELECT count(*), "
            "coalesce(sum(('x' || left(encode(sha256(convert_to(ROW({columns})::text, 'UTF8')), "
            "'hex'), 15))::bit(60)::bigint), 0) "
            "FROM {table}"
        )
    ).fetchone()
    assert row is not None
    return int(row[0]), str(row[1])


def remove_shipped_rows(connection: Connection[Any], archived_tables: list[ArchivedTable]) -> None:
    """Removes rows that a fresh migration inserted.

    The log is append-only and must be empty already.
    """
    kept = {
        *APPEND_ONLY,
        "django_migrations",
        "access_context_key",
        "access_setting",
        "access_used_proof",
    }
    names = [sql.Identifier(table.name) for table in archived_tables if table.name not in kept]
    connection.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(names)))


def raise_sequences(owner: Connection[Any], reader: Connection[Any]) -> None:
    """Sets each sequence above the highest number that was loaded."""
    for table, column in reader.execute(_SERIALS).fetchall():
        highest = sql.SQL("SELECT coalesce(max({}), 0) FROM {}")
        row = reader.execute(
            highest.format(sql.Identifier(column), sql.Identifier(table))
        ).fetchone()
        if row is not None and row[0]:
            owner.execute(
                "SELECT setval(pg_get_serial_sequence(quote_ident(%s), %s), %s)",
                [table, column, row[0]],
            )


def migrations(connection: Connection[Any]) -> list[str]:
    """The names of the applied migrations, in a stable order; empty for an empty database."""
    row = connection.execute("SELECT to_regclass('django_migrations')").fetchone()
    if row is None or row[0] is None:
        return []
    rows = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
    return [name for (name,) in rows]


def describe_columns(archived_tables: list[ArchivedTable]) -> Mapping[str, list[str]]:
    """The tables with their columns in row order, as an archive describes them."""
    return {table.name: list(table.columns) for table in archived_tables}


def have_same_columns(one: Mapping[str, list[str]], other: Mapping[str, list[str]]) -> bool:
    """Whether both have the same tables with the same columns, in any order."""
    return {name: sorted(columns) for name, columns in one.items()} == {
        name: sorted(columns) for name, columns in other.items()
    }
