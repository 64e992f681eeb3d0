"""Loads the simulated nation into an empty database, as the maintenance role, by COPY."""

import time
from dataclasses import dataclass
from datetime import date

import psycopg
from django.db import connection, transaction

from saathi import audit
from saathi.infra import clock
from saathi.simulation import founding, making, nation
from saathi.simulation.chunk import Chunk
from saathi.simulation.slots import Slots
from saathi.simulation.tables import Sheets, copy_statement
from saathi.vault import store as vault

PIECE = 2000  # children made, and held in memory, at a time


class NotEmpty(Exception):
    """The database already holds children: a simulated nation is never mixed with another."""


@dataclass(frozen=True)
class Loaded:
    """What was loaded, and how long it took."""

    children: int
    rows: int
    seconds: float


def is_empty() -> bool:
    """Whether no child is on record yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM people_child)")
        return not cursor.fetchone()[0]


def load(*, children: int, seed: int, owner: str = "", today: date | None = None) -> Loaded:
    """The synthetic nation with so many children; the same seed makes the same one.

    `owner` is the address at which the owner of the schema signs in; without it the statistics of
    the planner stay as they are.
    """
    if not is_empty():
        raise NotEmpty
    start = time.monotonic()
    today = today or clock.today_in("Asia/Kathmandu")
    world = nation.make(children, seed)
    rows = 0
    with transaction.atomic():
        rows += send(founding.sheets(world, today))
        slots = Slots(vault.token_key(), part=0, parts=1)
        for number, size in enumerate(pieces(children)):
            chunk = Chunk(
                nation=world, slots=slots, seed=seed, number=number, size=PIECE, today=today
            )
            making.fill(chunk, size)
            rows += send(chunk.sheets)
        audit.record(audit.Kind.LOADED, by=None, agency=None, detail={"count": children})
    analyse(owner)
    return Loaded(children, rows, time.monotonic() - start)


def analyse(owner: str) -> None:
    """Tells the planner what the tables now hold; only their owner may."""
    if owner:
        with psycopg.connect(owner, autocommit=True) as connected:
            connected.execute("ANALYZE")


def pieces(children: int) -> list[int]:
    """The sizes of the pieces that so many children are made in."""
    whole, rest = divmod(children, PIECE)
    return [PIECE] * whole + [rest] * (rest > 0)


def send(sheets: Sheets) -> int:
    """Sends all rows to the database; how many there were."""
    with connection.cursor() as cursor:
        for table in sheets.filled():
            with cursor.copy(copy_statement(table)) as copy:
                copy.write(sheets.block(table))
    return sheets.count()
