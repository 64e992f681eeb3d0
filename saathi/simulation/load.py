"""Loads the simulated nation into an empty database, as the maintenance role, by COPY."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection, transaction

from saathi import audit
from saathi.infra import clock
from saathi.simulation import founding, nation, stripping, workers
from saathi.simulation.workers import Order

BIG = 50_000  # from here on, indexes are taken off first and two processes make the children
NOTE = "simulation-stripped.json"


class NotEmpty(Exception):
    """The database already holds children: a simulated nation is never mixed with another."""


class OwnerNeeded(Exception):
    """A big load takes off indexes, which only the owner of the schema may."""


@dataclass(frozen=True)
class Loaded:
    """What was loaded, and how long its parts took."""

    children: int
    rows: int
    seconds: float
    parts: dict[str, float]


def is_empty() -> bool:
    """Whether no child is on record yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM people_child)")
        return not cursor.fetchone()[0]


def load(
    *,
    children: int,
    seed: int,
    owner: str = "",
    today: date | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Loaded:
    """The synthetic nation with so many children; the same seed and day make the same one.

    `owner` is the address at which the owner of the schema signs in: for statistics of the
    planner, and for the indexes of a big load. Only keys, and with them what is sealed, differ
    from load to load.
    """
    if not is_empty():
        raise NotEmpty
    watch = _Watch()
    order = Order(children, seed, today or clock.today_in("Asia/Kathmandu"))
    if children < BIG:
        with transaction.atomic():
            rows = _found(order) + workers.make_all(order)
            _note(children)
        watch.lap("rows")
    else:
        rows = _big(order, owner, watch, say)
        _note(children)
    if owner:
        with psycopg.connect(owner, autocommit=True) as connected:
            connected.execute("ANALYZE")  # only an owner may
    watch.lap("statistics")
    return Loaded(children, rows, watch.total(), watch.laps)


class _Watch:
    def __init__(self) -> None:
        self._start = self._last = time.monotonic()
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = time.monotonic()
        self.laps[name] = now - self._last
        self._last = now

    def total(self) -> float:
        return time.monotonic() - self._start


def _found(order: Order) -> int:
    return workers.send(founding.sheets(nation.make(order.children, order.seed), order.today))


def _note(children: int) -> None:
    audit.record(audit.Kind.LOADED, by=None, agency=None, detail={"count": children})


def _big(order: Order, owner: str, watch: _Watch, say: Callable[[str], None]) -> int:
    if not owner:
        raise OwnerNeeded
    note = Path(settings.HOME) / NOTE
    if note.exists():  # an earlier load was killed
        stripping.restore(owner, note)
    rows = _found(order)
    connection.close()  # the tables are about to change under it
    stripping.strip(owner, note)
    watch.lap("taking indexes off")
    try:
        rows += workers.make_in_processes(order, say)
        watch.lap("rows")
    finally:
        say("putting indexes and keys back")
        stripping.restore(owner, note)
        watch.lap("indexes and keys")
    return rows
