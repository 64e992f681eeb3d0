"""The matcher's way into the register: functions of the warden that count, and nothing else."""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, Final
from uuid import UUID

from django.db import connections

from saathi.protection.matches.records import (
    FoundPair,
    MatchChildFacts,
    OpenedMatchRecords,
    build_match_rows,
    split_into_batches,
)
from saathi.vault import store as vault
from saathi.vault.errors import VaultError

MATCHER: Final = "matcher"  # the alias of the matcher's connection in a worker
READ_BATCH_SIZE: Final = 10_000
WRITE_BATCH_SIZE: Final = 20_000


def read_database_horizon(using: str) -> tuple[str, int]:
    """Which database this is, and the transaction below which all had ended."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT system_identifier FROM pg_control_system()) || '/' || "
            "current_database(), pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
        )
        source, horizon = cursor.fetchone()
    return str(source), int(horizon)


def list_changed_files(since: int | None, using: str) -> list[UUID]:
    """The files of children that changed since a transaction, in an order of their own."""
    return sorted(_ids("SELECT matches_changed(%s)", [since], using))


def list_erased_files(since: dt.datetime, using: str) -> list[UUID]:
    """The files whose identity was erased since then."""
    return _ids("SELECT matches_gone(%s)", [since], using)


def open_children(
    run: UUID, files: Sequence[UUID], using: str, say: Callable[[str], None]
) -> OpenedMatchRecords:
    """These children, opened in memory. One that does not open is passed over, and counted."""
    found, shut = OpenedMatchRecords(), 0
    for number, part in enumerate(split_into_batches(files, READ_BATCH_SIZE), 1):
        shut += _open_into(found, run, part, using)
        if len(files) > READ_BATCH_SIZE:
            say(f"{min(number * READ_BATCH_SIZE, len(files))} of {len(files)} records opened")
    if shut:
        say(f"{shut} records did not open; `saathi doctor` may say why")
    return found


def _open_into(found: OpenedMatchRecords, run: UUID, files: Sequence[UUID], using: str) -> int:
    shut = 0
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT * FROM matches_open(%s, %s)", [run, list(files)])
        # In their own order, however they lie: what is learned from them hangs on it where facts tie.
        for row in sorted(cursor.fetchall(), key=itemgetter(1)):
            child, file_id, gender, low, high, district, sealed, *rest = row
            wrapped, kek_id, age, age_sealed = rest
            records = [("people.child", child, bytes(sealed))]
            if age is not None:
                records.append(("people.age", age, bytes(age_sealed)))
            try:
                hers, *aged = vault.open_with_wrapped_key(
                    file_id, (bytes(wrapped), kek_id), records
                )
            except VaultError:
                shut += 1
                continue
            told = MatchChildFacts(gender, (low, high), district)
            found.add(file_id, build_match_rows(told, hers, aged[0] if aged else {}))
    return shut


def write_pairs(run: UUID, found: Sequence[FoundPair], *, is_news: bool, using: str) -> None:
    """Writes pairs down as waiting, with what the machine makes of each."""
    with connections[using].cursor() as cursor:
        for part in split_into_batches(found, WRITE_BATCH_SIZE):
            columns: list[list[Any]] = [
                [pair.file_id for pair in part],
                [pair.other_id for pair in part],
                [str(pair.strength) for pair in part],
                [json.dumps(pair.lines) for pair in part],
            ]
            cursor.execute("SELECT matches_write(%s, %s, %s, %s, %s, %s)", [run, *columns, is_news])


def lapse_pairs(run: UUID, files: list[UUID] | None, using: str) -> int:
    """How many pairs wait no longer, since the run did not find them again."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT matches_lapse(%s, %s::uuid[])", [run, files])
        return int(cursor.fetchone()[0])


def _ids(statement: str, values: list[Any], using: str) -> list[UUID]:
    with connections[using].cursor() as cursor:
        cursor.execute(statement, values)
        return [found for (found,) in cursor.fetchall()]
