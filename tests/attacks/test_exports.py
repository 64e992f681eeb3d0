"""An export written by an injected statement has no effect; a requested one cannot change (F3)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from saathi.agencies import job_orders
from saathi.agencies.models import Staff
from saathi.protection.exchange import jobs
from saathi.protection.exchange.actions import exporting
from tests.attacks.conftest import Connection, World, enter
from tests.attacks.proofs import insert_proved, update_proved
from tests.attacks.test_search_limit import FILE

type SignIn = Callable[[str], Connection]

pytestmark = pytest.mark.real_transactions
REFUSED = psycopg.errors.InsufficientPrivilege
NO_PROOF = "no valid proof of this change"
EXPORT: dict[str, Any] = {
    "state": "waiting", "purpose": "authority", "format": "json", "sections": 4095, "chosen": [],
    "files": 1, "done_files": 0, "downloads": 0, "version": 1, "sealed": "\\x78",
}  # fmt: skip


@pytest.fixture
def attacker(world: World, sign_in: SignIn) -> Connection:
    connection = sign_in("app")
    enter(connection, world.officer)
    return connection


def insert(connection: Connection, me: Staff, *, days: str = "14", **other: Any) -> UUID:
    """An export of one child's file, as an injected statement would write it."""
    file, export_id = uuid4(), uuid4()
    values = [file, me.agency_id, me.office_id, me.id]
    connection.execute(FILE.replace("'enquiry'", "'exchange'"), values)
    row = EXPORT | {"id": export_id, "file_id": file, "recorded_by": me.id} | other
    source = "SELECT now() AS recorded_at, now() + make_interval(days => %s) AS ends_at"
    insert_proved(connection, me, "exchange_export", source, [int(days)], **row)
    return export_id


def test_injected_export_has_no_job_and_makes_none(
    world: World, attacker: Connection, sign_in: SignIn
) -> None:
    export_id = insert(attacker, world.officer)
    attacker.commit()
    queued = "SELECT 1 FROM procrastinate_jobs WHERE args ->> 'record' = %s"
    assert sign_in("carrier").execute(queued, [str(export_id)]).fetchone() is None
    record, staff = str(export_id), str(world.officer.id)
    with pytest.raises(job_orders.JobSealInvalid):
        jobs.make_export_job.func(record=record, staff=staff, seal="0" * 64)


@pytest.mark.parametrize(
    "other",
    [
        {"state": "ready"},
        {"stored": uuid4()},
        {"downloads": 1},
        {"days": str(exporting.MAX_DAYS + 1)},
        {"recorded_by": uuid4()},
    ],
    ids=lambda other: next(iter(other)),
)
def test_export_begins_as_it_is_asked_for(
    world: World, attacker: Connection, other: dict[str, Any]
) -> None:
    with pytest.raises(REFUSED, match="not an export as it is asked for"):
        insert(attacker, world.officer, **other)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("ends_at", "ends_at + interval '1 day'"),
        ("purpose", "'check'"),
        ("sections", "1"),
        ("of_file", f"'{UUID(int=1)}'"),
        ("chosen", "'{open}'"),
        ("format", "'csv'"),
        ("opened_from", "'2020-01-01'"),
        ("downloads", "-1"),
        ("sealed", "'\\x00'"),
    ],
)
def test_export_stays_as_it_was_asked_for(
    world: World, attacker: Connection, column: str, value: str
) -> None:
    export_id = insert(attacker, world.officer)
    change = f"UPDATE exchange_export SET {column} = {value} WHERE id = %s"
    with pytest.raises(REFUSED, match=NO_PROOF), attacker.transaction():
        attacker.execute(change, [export_id])
    export = "exchange_export", {column: value}, f"id = '{export_id}'"
    with pytest.raises(REFUSED, match="stays as it was asked for"):
        update_proved(attacker, world.officer, *export)


def test_statement_adds_no_export(world: World, attacker: Connection) -> None:
    export_id = insert(attacker, world.officer)
    with pytest.raises(REFUSED, match=NO_PROOF):
        attacker.execute(
            "INSERT INTO exchange_export SELECT (jsonb_populate_record(e, jsonb_build_object('id', "
            "gen_random_uuid()))).* FROM exchange_export e WHERE id = %s",
            [export_id],
        )


def test_export_keeps_the_time_it_was_recorded(world: World, attacker: Connection) -> None:
    export_id = insert(attacker, world.officer)
    later = "UPDATE exchange_export SET recorded_at = now() + interval '1 day' WHERE id = %s"
    with pytest.raises(psycopg.errors.CheckViolation, match="stays as it was recorded"):
        attacker.execute(later, [export_id])


def test_export_that_is_over_is_not_brought_back(world: World, attacker: Connection) -> None:
    export_id = insert(attacker, world.officer)
    me, export = world.officer, f"id = '{export_id}'"
    assert update_proved(attacker, me, "exchange_export", {"state": "'ended'"}, export) == 1
    with pytest.raises(REFUSED, match=NO_PROOF), attacker.transaction():
        attacker.execute(f"UPDATE exchange_export SET state = 'ready' WHERE {export}")
    with pytest.raises(REFUSED, match="stays as it was asked for"):
        update_proved(attacker, me, "exchange_export", {"state": "'ready'"}, export)
