"""Removes indexes and foreign keys before a big load and restores them afterwards.

A million children in random order into fifty B-trees take an hour; sorted once, they take minutes.
The definitions of the removed objects are first written to a file, so that the next load can repair
one that was killed.
"""

import json
import queue
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from saathi.synthetic.parts import table_columns

CONNECTIONS = 2
_SESSION = (
    "SET lock_timeout = 0; SET maintenance_work_mem = '512MB'; "
    "SET max_parallel_maintenance_workers = 0"
)

_CONSTRAINTS = """
SELECT c.conrelid::regclass::text, c.conname, c.contype::text, pg_get_constraintdef(c.oid)
FROM pg_constraint c
WHERE (c.contype IN ('p', 'u') AND c.conrelid = ANY (%(big)s::regclass[]))
   OR (c.contype = 'f' AND (c.conrelid = ANY (%(big)s::regclass[])
                            OR c.confrelid = ANY (%(big)s::regclass[])))
ORDER BY c.contype = 'f' DESC, 1, 2
"""
_INDEXES = """
SELECT i.indrelid::regclass::text, k.relname, 'i', pg_get_indexdef(i.indexrelid)
FROM pg_index i JOIN pg_class k ON k.oid = i.indexrelid
WHERE i.indrelid = ANY (%(big)s::regclass[])
  AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid
                  AND c.contype IN ('p', 'u', 'x'))
ORDER BY 1, 2
"""


@dataclass(frozen=True)
class StrippedObject:
    """A constraint (kind p, u or f) or index (i) and its definition, or a whole table (t)."""

    table: str
    name: str
    kind: str
    definition: str


def big_tables() -> list[str]:
    """The tables that lose their indexes and keys during a big load.

    Small tables keep theirs: staff and offices are referenced by tables that are not loaded.
    """
    return [
        table
        for table in table_columns()
        if table.split("_")[0] != "agencies" or table in {"agencies_file", "agencies_grant"}
    ]


def strip_indexes(owner: str, note: Path) -> None:
    """Removes all indexes and keys of the big tables; `note` stores their definitions."""
    with psycopg.connect(owner) as connection:
        connection.execute("SET lock_timeout = 0")
        big = {"big": big_tables()}
        rows = connection.execute(_CONSTRAINTS, big).fetchall()
        rows += connection.execute(_INDEXES, big).fetchall()
        parts = [StrippedObject(*row) for row in rows]
        note.write_text(json.dumps([asdict(part) for part in parts]), encoding="utf-8")
        for part in parts:
            name = sql.Identifier(part.name)
            if part.kind == "i":
                connection.execute(sql.SQL("DROP INDEX {}").format(name))
            else:
                _alter(connection, part.table, sql.SQL("DROP CONSTRAINT {}").format(name))
        for table in big_tables():
            _alter(connection, table, sql.SQL("SET (autovacuum_enabled = false)"))


def restore_indexes(owner: str, note: Path) -> None:
    """Restores the indexes and keys in `note` that are missing, and validates foreign keys."""
    parts = [StrippedObject(**entry) for entry in json.loads(note.read_text(encoding="utf-8"))]
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("SET lock_timeout = 0")
        present, sizes = _list_existing(connection), _sizes(connection)
    missing = [part for part in parts if (part.table, part.name) not in present]
    _run_parallel(owner, _by_table((part for part in missing if part.kind != "f"), sizes), _build)
    foreign = [part for part in parts if part.kind == "f"]
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("SET lock_timeout = 0")
        # Validation reads as the owner, and forced row security shows them no rows: it would pass on
        # tables it never read. So the owner alone bypasses row security, until the last line below.
        forced = [table for table in table_columns() if _is_forced(connection, table)]
        for table in forced:
            _alter(connection, table, sql.SQL("NO FORCE ROW LEVEL SECURITY"))
        try:
            for part in foreign:
                if part in missing:
                    _restore_object(connection, part, not_valid=True)
            _run_parallel(owner, _by_table(foreign, sizes), _validate)
        finally:
            for table in forced:
                _alter(connection, table, sql.SQL("FORCE ROW LEVEL SECURITY"))
        for table in big_tables():
            _alter(connection, table, sql.SQL("RESET (autovacuum_enabled)"))
    note.unlink()


type _Connection = psycopg.Connection[tuple[object, ...]]
type _Work = Callable[[_Connection, StrippedObject], None]


def _alter(connection: _Connection, table: str, action: sql.Composable) -> None:
    connection.execute(sql.SQL("ALTER TABLE {} ").format(sql.Identifier(table)) + action)


def _list_existing(connection: _Connection) -> set[tuple[object, object]]:
    rows = connection.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE conrelid <> 0 "
        "UNION SELECT indrelid::regclass::text, k.relname FROM pg_index "
        "JOIN pg_class k ON k.oid = indexrelid"
    ).fetchall()
    return {(row[0], row[1]) for row in rows}


def _sizes(connection: _Connection) -> dict[str, int]:
    """The size of each big table in bytes."""
    rows = connection.execute(
        "SELECT t, pg_relation_size(t::regclass) FROM unnest(%s::text[]) t", [big_tables()]
    ).fetchall()
    return {str(table): int(str(size)) for table, size in rows}


def analyze_tables(owner: str) -> None:
    """Updates the planner statistics of all tables; only an owner may do so."""
    with psycopg.connect(owner, autocommit=True) as connection:
        sizes = _sizes(connection)
    whole = [StrippedObject(table, "", "t", "") for table in big_tables()]
    _run_parallel(owner, _by_table(whole, sizes), _analyze)
    with psycopg.connect(owner, autocommit=True) as connection:
        small = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        for (table,) in connection.execute(small).fetchall():
            if table not in sizes:
                connection.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(str(table))))


def _analyze(connection: _Connection, part: StrippedObject) -> None:
    connection.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(part.table)))


def _is_forced(connection: _Connection, table: str) -> bool:
    row = connection.execute(
        "SELECT relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", [table]
    ).fetchone()
    return bool(row and row[0])


def _by_table(
    parts: Iterable[StrippedObject], sizes: Mapping[str, int]
) -> list[list[StrippedObject]]:
    """The objects grouped by table, so that two connections never wait for one table.

    The longest work comes first, so that no connection is left alone with it at the end.
    """
    objects_by_table: dict[str, list[StrippedObject]] = defaultdict(list)
    for part in parts:
        objects_by_table[part.table].append(part)
    return sorted(
        objects_by_table.values(),
        key=lambda its: len(its) * sizes.get(its[0].table, 0),
        reverse=True,
    )


def _restore_object(
    connection: _Connection, part: StrippedObject, *, not_valid: bool = False
) -> None:
    # The definitions come from the catalogue, as PostgreSQL itself wrote them.
    definition = sql.SQL(part.definition + (" NOT VALID" if not_valid else ""))
    name = sql.Identifier(part.name)
    _alter(connection, part.table, sql.SQL("ADD CONSTRAINT {} ").format(name) + definition)


def _build(connection: _Connection, part: StrippedObject) -> None:
    if part.kind == "i":
        connection.execute(part.definition.encode())
    else:
        _restore_object(connection, part)


def _validate(connection: _Connection, part: StrippedObject) -> None:
    name = sql.Identifier(part.name)
    _alter(connection, part.table, sql.SQL("VALIDATE CONSTRAINT {}").format(name))


def _run_parallel(owner: str, groups: Sequence[Sequence[StrippedObject]], work: _Work) -> None:
    """Runs the work on all groups over AT_ONCE connections and raises the first failure."""
    waiting: queue.SimpleQueue[Sequence[StrippedObject]] = queue.SimpleQueue()
    for group in groups:
        waiting.put(group)
    failures: list[psycopg.Error] = []
    threads = [
        threading.Thread(target=_work_through, args=(owner, waiting, work, failures))
        for _ in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def _work_through(
    owner: str,
    waiting: "queue.SimpleQueue[Sequence[StrippedObject]]",
    work: _Work,
    failures: list[psycopg.Error],
) -> None:
    """Runs one connection on the waiting tables until none is left."""
    try:
        with psycopg.connect(owner, autocommit=True) as connection:
            for statement in _SESSION.split("; "):
                connection.execute(statement.encode())
            while True:
                for part in waiting.get_nowait():
                    work(connection, part)
    except queue.Empty:
        return
    except psycopg.Error as error:
        failures.append(error)
