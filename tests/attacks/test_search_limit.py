"""The database enforces the hourly search limit, whatever statement asks (F3)."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from saathi.agencies.models import Staff
from tests.attacks.conftest import Connection, World, enter
from tests.attacks.proofs import insert_proved, update_proved

type SignIn = Callable[[str], Connection]

pytestmark = pytest.mark.real_transactions
MOST = 30  # as the settings of the tests have it
TOGETHER = 6
NO_PROOF = "no valid proof of this change"
KEPT = "stays as it was recorded"
LIMITED = psycopg.errors.ProgramLimitExceeded
REFUSED = psycopg.errors.InsufficientPrivilege
FILE = (
    "INSERT INTO agencies_file (id, kind, agency_id, office_id, is_protected, recorded_at, recorded_by) "
    "VALUES (%s, 'enquiry', %s, %s, false, now(), %s)"
)
ENQUIRIES = (
    "INSERT INTO intake_enquiry (id, file_id, recorded_at, recorded_by, version, purpose, facts, sealed) "
    "SELECT gen_random_uuid(), %s, now() + %s::interval, %s, 1, 'new_report', '{}', '\\x00' "
    "FROM generate_series(1, %s)"
)


@pytest.fixture
def owner(sign_in: SignIn) -> Iterator[Connection]:
    """Bypasses row security; removes what the test left."""
    connection = sign_in("owner")
    connection.autocommit = True
    connection.execute("SET ROLE saathi_warden")
    connection.execute("DELETE FROM intake_enquiry")
    yield connection
    connection.execute("DELETE FROM intake_enquiry")


@pytest.fixture
def file(world: World, sign_in: SignIn, owner: Connection) -> UUID:
    """A file of an enquiry of the worker's own."""
    connection, me, file_id = sign_in("app"), world.worker, uuid4()
    enter(connection, me)
    connection.execute(FILE, [file_id, me.agency_id, me.office_id, me.id])
    connection.commit()
    return file_id


def ask(connection: Connection, me: Staff, file: UUID, count: int = 1, when: str = "0") -> None:
    enter(connection, me)
    search(connection, me, file, count, when)


def search(
    connection: Connection, me: Staff, file: UUID, count: int = 1, when: str = "0", **other: Any
) -> None:
    """These enquiries in one statement, with the proof that the application makes."""
    others = {"purpose": "new_report", "facts": [], "sealed": "\\x00", "recorded_by": me.id}
    source = "SELECT %s::uuid AS file_id, now() + %s::interval AS recorded_at FROM generate_series(1, %s)"
    values = [file, when, count]
    insert_proved(connection, me, "intake_enquiry", source, values, **others | other)


def count_searches(owner: Connection, me: Staff) -> Any:
    query = "SELECT count(*) FROM intake_enquiry WHERE recorded_by = %s"
    [(number,)] = owner.execute(query, [me.id]).fetchall()
    return number


def test_limit_has_its_edge_within_one_statement(
    world: World, sign_in: SignIn, owner: Connection, file: UUID
) -> None:
    attacker = sign_in("app")
    with pytest.raises(LIMITED, match="too many searches"):
        ask(attacker, world.worker, file, MOST + 1)
    attacker.rollback()
    ask(attacker, world.worker, file, MOST)
    attacker.commit()
    with pytest.raises(LIMITED):
        ask(attacker, world.worker, file)
    assert count_searches(owner, world.worker) == MOST


def test_searches_of_an_hour_ago_no_longer_count(
    world: World, sign_in: SignIn, owner: Connection, file: UUID
) -> None:
    owner.execute(ENQUIRIES, [file, "-61 minutes", world.worker.id, MOST])
    connection = sign_in("app")
    ask(connection, world.worker, file)
    connection.commit()
    owner.execute("UPDATE intake_enquiry SET recorded_at = now() - interval '59 minutes'")
    with pytest.raises(LIMITED):
        ask(connection, world.worker, file)


def test_searches_at_the_same_moment_are_counted_one_after_another(
    world: World, sign_in: SignIn, owner: Connection, file: UUID
) -> None:
    owner.execute(ENQUIRIES, [file, "-1 minute", world.worker.id, MOST - 1])
    connections = [sign_in("app") for _ in range(TOGETHER)]
    together = Barrier(TOGETHER)

    def search_once(connection: Connection) -> bool:
        enter(connection, world.worker)
        together.wait(30)
        try:
            search(connection, world.worker, file)
        except LIMITED:
            connection.rollback()
            return False
        connection.commit()
        return True

    with ThreadPoolExecutor(TOGETHER) as pool:
        assert sum(pool.map(search_once, connections)) == 1
    assert count_searches(owner, world.worker) == MOST


@pytest.mark.parametrize("when", ["-2 hours", "-6 minutes", "6 minutes"])
def test_time_of_a_search_cannot_be_given(
    world: World, sign_in: SignIn, file: UUID, when: str
) -> None:
    with pytest.raises(REFUSED, match="of this person and moment"):
        ask(sign_in("app"), world.worker, file, when=when)


def test_search_in_the_name_of_another_is_refused(
    world: World, sign_in: SignIn, file: UUID
) -> None:
    connection = sign_in("app")
    enter(connection, world.worker)
    with pytest.raises(REFUSED, match="of this person and moment"):
        search(connection, world.worker, file, recorded_by=world.stranger.id)


def test_no_statement_adds_a_search(world: World, sign_in: SignIn, file: UUID) -> None:
    connection = sign_in("app")
    enter(connection, world.worker)
    with pytest.raises(REFUSED, match="no valid proof of this change"):
        connection.execute(ENQUIRIES, [file, "0", world.worker.id, 1])


@pytest.mark.parametrize(
    ("column", "value", "bare", "reason"),
    [
        ("recorded_at", "now() - interval '2 hours'", KEPT, KEPT),
        ("sealed", "'\\x01'", NO_PROOF, "never changed"),
        ("facts", "'{age}'", NO_PROOF, "never changed"),
        ("recorded_by", "id", "never changed", "never changed"),
    ],
)
def test_search_on_record_is_never_changed(
    world: World, sign_in: SignIn, file: UUID, column: str, value: str, bare: str, reason: str
) -> None:
    connection = sign_in("app")
    ask(connection, world.worker, file)
    refused = (REFUSED, psycopg.errors.CheckViolation)
    with pytest.raises(refused, match=bare), connection.transaction():
        connection.execute(f"UPDATE intake_enquiry SET {column} = {value}")
    with pytest.raises(refused, match=reason):
        update_proved(connection, world.worker, "intake_enquiry", {column: value})
