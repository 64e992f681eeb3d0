"""The matcher's access to the register: only through the warden's functions."""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, Final
from uuid import UUID

from django.db import connections

from saathi.protection.identification.matches.records import (
    FoundPair,
    MatchChildFacts,
    OpenedMatchRecords,
    build_match_rows,
    split_into_batches,
)
from saathi.vault import store as vault
from saathi.vault.errors import VaultError

MATCHER: Final = "matcher"  # alias of the matcher's database connection in a worker
READ_BATCH_SIZE: Final = 10_000
WRITE_BATCH_SIZE: Final = 20_000


def read_database_horizon(using: str) -> tuple[str, int]:
    """The id of this database, and the id below which all transactions have ended."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT system_identifier FROM pg_control_system()) || '/' || "
            "current_database(), pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
        )
        source, horizon = cursor.fetchone()
    return str(source), int(horizon)


def list_changed_files(since: int | None, using: str) -> list[UUID]:
    """The files of children changed since a transaction, in a fixed order."""
    return sorted(_ids("SELECT matches_changed(%s)", [since], using))


def list_erased_files(since: dt.datetime, using: str) -> list[UUID]:
    """The files whose identity was erased since a transaction."""
    return _ids("SELECT matches_gone(%s)", [since], using)


def open_children(
    run: UUID, files: Sequence[UUID], using: str, say: Callable[[str], None]
) -> OpenedMatchRecords:
    """These children, opened in memory. One that cannot be opened is skipped and counted."""
    opened, skipped = OpenedMatchRecords(), 0
    for number, batch in enumerate(split_into_batches(files, READ_BATCH_SIZE), 1):
        skipped += _open_into(opened, run, batch, using)
        if len(files) > READ_BATCH_SIZE:
            say(f"{min(number * READ_BATCH_SIZE, len(files))} of {len(files)} records opened")
    if skipped:
        say(f"{skipped} records did not open; `saathi doctor` may say why")
    return opened


def _open_into(opened: OpenedMatchRecords, run: UUID, files: Sequence[UUID], using: str) -> int:
    skipped = 0
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT * FROM matches_open(%s, %s)", [run, list(files)])
        # In a fixed order: the learned plan depends on it where facts tie.
        for row in sorted(cursor.fetchall(), key=itemgetter(1)):
            child, file_id, gender, low, high, district, sealed, *statement_columns = row
            wrapped, kek_id, age, age_sealed = statement_columns
            records = [("people.child", child, bytes(sealed))]
            if age is not None:
                records.append(("people.age", age, bytes(age_sealed)))
            try:
                identity, *aged = vault.open_with_wrapped_key(
                    file_id, (bytes(wrapped), kek_id), records
                )
            except VaultError:
                skipped += 1
                continue
            facts = MatchChildFacts(gender, (low, high), district)
            opened.add(file_id, build_match_rows(facts, identity, aged[0] if aged else {}))
    return skipped


def write_pairs(run: UUID, matches: Sequence[FoundPair], *, is_news: bool, using: str) -> None:
    """Saves pairs as waiting, each with the machine's assessment."""
    with connections[using].cursor() as cursor:
        for batch in split_into_batches(matches, WRITE_BATCH_SIZE):
            columns: list[list[Any]] = [
                [pair.file_id for pair in batch],
                [pair.other_id for pair in batch],
                [str(pair.strength) for pair in batch],
                [json.dumps(pair.lines) for pair in batch],
            ]
            cursor.execute("SELECT matches_write(%s, %s, %s, %s, %s, %s)", [run, *columns, is_news])


def close_lapsed_pairs(run: UUID, files: list[UUID] | None, using: str) -> int:
    """Closes pairs that the run did not find again; returns their number."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT matches_lapse(%s, %s::uuid[])", [run, files])
        return int(cursor.fetchone()[0])


def _ids(statement: str, values: list[Any], using: str) -> list[UUID]:
    with connections[using].cursor() as cursor:
        cursor.execute(statement, values)
        return [file_id for (file_id,) in cursor.fetchall()]
