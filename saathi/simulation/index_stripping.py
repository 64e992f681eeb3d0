"""Takes indexes and foreign keys off the tables for a big load, and puts them back afterwards.

A million children in random order into fifty B-trees take an hour; sorted once they take minutes.
What was taken off is written to a file first: a load that was killed is mended by the next one.
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

from saathi.simulation.tables import COLUMNS

# Small tables keep theirs: staff and offices are referred to by tables that are not loaded.
BIG_TABLES = [
    table
    for table in COLUMNS
    if table.split("_")[0] != "agencies" or table in {"agencies_file", "agencies_grant"}
]
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
    """One constraint (kind p, u or f) or index (kind i) of a table, and its definition; or all of it (t)."""

    table: str
    name: str
    kind: str
    definition: str


def strip_indexes(owner: str, note: Path) -> None:
    """Takes off every index and every key of the big tables; `note` keeps what they were."""
    with psycopg.connect(owner) as connection:
        connection.execute("SET lock_timeout = 0")
        big = {"big": BIG_TABLES}
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
        for table in BIG_TABLES:
            _alter(connection, table, sql.SQL("SET (autovacuum_enabled = false)"))


def restore_indexes(owner: str, note: Path) -> None:
    """Puts back what `note` says was taken off, as far as it is missing; foreign keys are checked."""
    parts = [StrippedObject(**entry) for entry in json.loads(note.read_text(encoding="utf-8"))]
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("SET lock_timeout = 0")
        there, sizes = _present(connection), _sizes(connection)
    missing = [part for part in parts if (part.table, part.name) not in there]
    _at_once(owner, _by_table((part for part in missing if part.kind != "f"), sizes), _build)
    foreign = [part for part in parts if part.kind == "f"]
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("SET lock_timeout = 0")
        # The check reads as the owner, whom forced row security shows no row: it would pass on
        # tables it never read. Nobody but the owner gains by this, until the last line below.
        forced = [table for table in COLUMNS if _is_forced(connection, table)]
        for table in forced:
            _alter(connection, table, sql.SQL("NO FORCE ROW LEVEL SECURITY"))
        try:
            for part in foreign:
                if part in missing:
                    _add(connection, part, not_valid=True)
            _at_once(owner, _by_table(foreign, sizes), _validate)
        finally:
            for table in forced:
                _alter(connection, table, sql.SQL("FORCE ROW LEVEL SECURITY"))
        for table in BIG_TABLES:
            _alter(connection, table, sql.SQL("RESET (autovacuum_enabled)"))
    note.unlink()


type _Connection = psycopg.Connection[tuple[object, ...]]
type _Work = Callable[[_Connection, StrippedObject], None]


def _alter(connection: _Connection, table: str, what: sql.Composable) -> None:
    connection.execute(sql.SQL("ALTER TABLE {} ").format(sql.Identifier(table)) + what)


def _present(connection: _Connection) -> set[tuple[object, object]]:
    rows = connection.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE conrelid <> 0 "
        "UNION SELECT indrelid::regclass::text, k.relname FROM pg_index "
        "JOIN pg_class k ON k.oid = indexrelid"
    ).fetchall()
    return {(row[0], row[1]) for row in rows}


def _sizes(connection: _Connection) -> dict[str, int]:
    """How many bytes each big table has."""
    rows = connection.execute(
        "SELECT t, pg_relation_size(t::regclass) FROM unnest(%s::text[]) t", [BIG_TABLES]
    ).fetchall()
    return {str(table): int(str(size)) for table, size in rows}


def analyze_tables(owner: str) -> None:
    """New statistics of all tables for the planner; only an owner may make them."""
    with psycopg.connect(owner, autocommit=True) as connection:
        sizes = _sizes(connection)
    whole = [StrippedObject(table, "", "t", "") for table in BIG_TABLES]
    _at_once(owner, _by_table(whole, sizes), _analyze)
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
    """The parts of each table together, so that two connections never wait for one table.

    What takes longest comes first: the last connection at work is soon alone otherwise.
    """
    found: dict[str, list[StrippedObject]] = defaultdict(list)
    for part in parts:
        found[part.table].append(part)
    return sorted(
        found.values(), key=lambda its: len(its) * sizes.get(its[0].table, 0), reverse=True
    )


def _add(connection: _Connection, part: StrippedObject, *, not_valid: bool = False) -> None:
    # Definitions come from the catalogue as PostgreSQL itself wrote them.
    definition = sql.SQL(part.definition + (" NOT VALID" if not_valid else ""))
    name = sql.Identifier(part.name)
    _alter(connection, part.table, sql.SQL("ADD CONSTRAINT {} ").format(name) + definition)


def _build(connection: _Connection, part: StrippedObject) -> None:
    if part.kind == "i":
        connection.execute(part.definition.encode())
    else:
        _add(connection, part)


def _validate(connection: _Connection, part: StrippedObject) -> None:
    name = sql.Identifier(part.name)
    _alter(connection, part.table, sql.SQL("VALIDATE CONSTRAINT {}").format(name))


def _at_once(owner: str, groups: Sequence[Sequence[StrippedObject]], work: _Work) -> None:
    """Does the work on all parts through AT_ONCE connections; the first failure is raised."""
    waiting: queue.SimpleQueue[Sequence[StrippedObject]] = queue.SimpleQueue()
    for group in groups:
        waiting.put(group)
    failures: list[psycopg.Error] = []
    threads = [
        threading.Thread(target=_take, args=(owner, waiting, work, failures))
        for _ in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def _take(
    owner: str,
    waiting: "queue.SimpleQueue[Sequence[StrippedObject]]",
    work: _Work,
    failures: list[psycopg.Error],
) -> None:
    """One connection: takes tables that wait, until none does."""
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
