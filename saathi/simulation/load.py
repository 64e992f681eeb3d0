"""Loads the simulated nation into an empty database as the maintenance role, with COPY."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from psycopg.sql import SQL, Identifier

from saathi import audit
from saathi.agencies.models import CollectionStart
from saathi.agencies.vocabulary import CollectionMethod
from saathi.infra import clock
from saathi.simulation import fill_chunk, index_stripping, load_workers
from saathi.simulation.load_workers import LoadOrder
from saathi.synthetic import nation

BIG_LOAD = (
    50_000  # from this size on, indexes are removed first and two processes make the children
)
STRIPPED_FILE = "simulation-stripped.json"
UNDER_WAY_FILE = "simulation-under-way.json"  # exists from the first row of a big load to its last


class DatabaseNotEmpty(Exception):
    """The database already contains children; a simulated nation is never mixed with other data."""


class SchemaOwnerRequired(Exception):
    """A big load removes indexes, which only the schema's owner may do."""


@dataclass(frozen=True)
class SimulationLoadResult:
    """The size of the load and the duration of its parts."""

    children: int
    rows: int
    seconds: float
    parts: dict[str, float]


class ForeignRecordsPresent(Exception):
    """A load was interrupted and other data was recorded afterwards; nothing is deleted."""


def is_database_empty() -> bool:
    """Whether the database has no file: no child, no report, no enquiry."""
    return not _exists("SELECT EXISTS (SELECT FROM agencies_file)")


def _exists(query: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return bool(cursor.fetchone()[0])


def load_nation(
    *,
    children: int,
    seed: int,
    owner: str = "",
    today: date | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> SimulationLoadResult:
    """Loads a synthetic nation of this size; the same seed and day give the same nation.

    `owner` is the connection address of the schema's owner: for the planner's statistics, and for
    the indexes of a big load. Only keys, and the values sealed with them, differ from load to load.
    """
    if not is_database_empty():
        raise DatabaseNotEmpty
    watch = _Stopwatch()
    order = LoadOrder(children, seed, today or clock.today_in("Asia/Kathmandu"))
    if children < BIG_LOAD:
        with transaction.atomic():
            rows = _copy_nation_rows(order) + load_workers.load_children(order)
            _record(children)
            _mark_as_simulated()
        watch.lap("rows")
    else:
        rows = _load_big(order, owner, watch, say)
        _record(children)
        _mark_as_simulated()
        _load_state_path().unlink()
    if owner:
        index_stripping.analyze_tables(owner)
    watch.lap("statistics")
    return SimulationLoadResult(children, rows, watch.total(), watch.laps)


class _Stopwatch:
    def __init__(self) -> None:
        self._start = self._last = time.monotonic()
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = time.monotonic()
        self.laps[name] = now - self._last
        self._last = now

    def total(self) -> float:
        return time.monotonic() - self._start


def _stripped_objects_path() -> Path:
    return Path(settings.HOME) / STRIPPED_FILE


def _load_state_path() -> Path:
    return Path(settings.HOME) / UNDER_WAY_FILE


def was_load_interrupted() -> bool:
    """Whether a big load ended early: children are missing, and perhaps indexes."""
    return _load_state_path().exists() or _stripped_objects_path().exists()


def clear_interrupted_load(owner: str) -> bool:
    """Removes the rows of a big load that was cut off and restores indexes and keys.

    Returns whether there was such a load. Raises `ForeignRecordsPresent` if other data was recorded
    since: indexes and keys are restored even then, but no rows are deleted.
    """
    if not was_load_interrupted():
        return False
    if not owner:
        raise SchemaOwnerRequired
    is_ours = not _exists("SELECT EXISTS (SELECT FROM audit_entry WHERE kind = 'wrote')")
    if is_ours and _load_state_path().exists():
        _clear(**json.loads(_load_state_path().read_text(encoding="utf-8")))
    connection.close()  # the tables are about to change
    if _stripped_objects_path().exists():
        index_stripping.restore_indexes(owner, _stripped_objects_path())
    _load_state_path().unlink(missing_ok=True)
    if not is_ours:
        raise ForeignRecordsPresent
    return True


# The nation's own tables, each with its identifying column and the corresponding list of the
# nation.
_NATION = (
    ("agencies_formkey", "staff_id", "staff"),
    ("agencies_notice", "staff_id", "staff"),
    ("agencies_principal", "staff_id", "staff"),
    ("agencies_staff", "id", "staff"),
    ("agencies_holiday", "office_id", "offices"),
    ("agencies_office", "id", "offices"),
    ("agencies_agency", "id", "agencies"),
)


def _clear(children: int, seed: int) -> None:
    """Deletes the nation, and all files with their contents: none existed before the load."""
    simulated = nation.build_nation(children, seed)
    with transaction.atomic(), connection.cursor() as cursor:
        for table in (*index_stripping.big_tables(), "agencies_hidden"):
            cursor.execute(SQL("TRUNCATE {} CASCADE").format(Identifier(table)))
        for table, column, of in _NATION:
            delete = SQL("DELETE FROM {} WHERE {} = ANY (%s::uuid[])")
            ids = [member.id for member in getattr(simulated, of)]
            cursor.execute(delete.format(Identifier(table), Identifier(column)), [ids])


def _copy_nation_rows(order: LoadOrder) -> int:
    simulated = nation.build_nation(order.children, order.seed)
    return load_workers.copy_rows(fill_chunk.nation_rows(simulated, order.today))


def _record(children: int) -> None:
    audit.record(audit.AuditKind.LOADED, by=None, agency=None, detail={"count": children})


def _mark_as_simulated() -> None:
    """Says of all records up to now that they were simulated: none existed before the load."""
    values = {"since": clock.now(), "earlier": CollectionMethod.SIMULATED}
    CollectionStart.objects.update_or_create(id=1, defaults=values)


def _load_big(order: LoadOrder, owner: str, watch: _Stopwatch, say: Callable[[str], None]) -> int:
    if not owner:
        raise SchemaOwnerRequired
    note = _stripped_objects_path()
    state = {"children": order.children, "seed": order.seed}
    _load_state_path().write_text(json.dumps(state), encoding="utf-8")
    rows = _copy_nation_rows(order)
    connection.close()  # the tables are about to change
    index_stripping.strip_indexes(owner, note)
    watch.lap("taking indexes off")
    try:
        rows += load_workers.load_in_processes(order, say)
        watch.lap("rows")
    finally:
        say("putting indexes and keys back")
        index_stripping.restore_indexes(owner, note)
        watch.lap("indexes and keys")
    return rows
