"""Emergency access: what the database itself enforces for every caller (finding F3)."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from saathi.agencies.models import Staff
from saathi.people.emergency_access import MAX_FILES_PER_DAY, MAX_FILES_PER_HOUR, MAX_WRONG_CODES
from tests.attacks.conftest import Connection, World, enter, ids
from tests.attacks.proofs import change

type SignIn = Callable[[str], Connection]

pytestmark = pytest.mark.real_transactions
LIMITED = psycopg.errors.ProgramLimitExceeded


@pytest.fixture
def owner(sign_in: SignIn) -> Connection:
    """Reads past row security, and removes the rows at the end."""
    connection = sign_in("owner")
    connection.autocommit = True
    connection.execute("SET ROLE saathi_warden")
    return connection


@pytest.fixture
def person(world: World, owner: Connection) -> Iterator[Staff]:
    """The stranger, whose emergency access is removed for the next tests."""
    yield world.stranger
    owner.execute("DELETE FROM agencies_grant WHERE kind = 'glass'")
    owner.execute("DELETE FROM agencies_notice WHERE kind = 'glass_broken'")


def opened(
    connection: Connection, staff: Staff, code: str, hours: int = 1, why: str = "danger"
) -> Any:
    enter(connection, staff)
    return change(connection, staff, "access_break_glass", code, hours, why)


def count(owner: Connection, kind: str, staff: Staff) -> int:
    query = 'SELECT count(*) FROM audit_entry WHERE kind = %s AND "by" = %s'
    [(number,)] = owner.execute(query, [kind, staff.id]).fetchall()
    return int(number)


def test_injected_statement_cannot_call_emergency_access(
    world: World, person: Staff, sign_in: SignIn
) -> None:
    attacker = sign_in("app")
    calls = (
        "SELECT access_break_glass(code, 1, 'danger') FROM unnest(ARRAY['NP-2222-22']) code",
        "SELECT change_make('access_break_glass', '[\"NP-2222-22\", \"1\", \"danger\"]', '1|0')",
        "SELECT change_make('access_break_glass', NULL, NULL)",
    )
    for call in calls:
        enter(attacker, person)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            attacker.execute(call)
        attacker.rollback()


def test_transaction_that_opens_a_file_reads_nothing_of_it(
    world: World, person: Staff, sign_in: SignIn
) -> None:
    attacker = sign_in("app")
    assert opened(attacker, person, world.case.child.code) == str(world.case.file_id)
    assert world.case.pk not in ids(attacker, "cases_case")
    assert world.case.file_id not in ids(attacker, "agencies_file")
    keys = attacker.execute("SELECT file_id FROM vault_key").fetchall()
    assert (world.case.file_id,) not in keys
    attacker.rollback()  # to lose the log entry
    enter(attacker, person)
    assert world.case.pk not in ids(attacker, "cases_case")


def test_emergency_access_applies_from_next_transaction_and_is_logged(
    world: World, person: Staff, sign_in: SignIn, owner: Connection
) -> None:
    before = count(owner, "glass_broken", person)
    connection = sign_in("app")
    opened(connection, person, world.case.child.code, hours=2)
    connection.commit()
    enter(connection, person)
    assert world.case.pk in ids(connection, "cases_case")
    assert count(owner, "glass_broken", person) == before + 1
    [(file, detail)] = owner.execute(
        'SELECT file_id, detail FROM audit_entry WHERE kind = %s AND "by" = %s ORDER BY at DESC LIMIT 1',
        ["glass_broken", person.id],
    ).fetchall()
    assert file == world.case.file_id
    assert detail["reason"] == "danger"
    ends = dt.datetime.fromisoformat(detail["ends_at"])
    assert dt.timedelta(minutes=119) < ends - dt.datetime.now(dt.UTC) <= dt.timedelta(hours=2)


@pytest.mark.parametrize(
    ("hours", "why", "says"),
    [
        (0, "danger", "longer than"),
        (5, "danger", "longer than"),
        (72, "danger", "longer than"),
        (None, "danger", "longer than"),
        (1, "", "needs a reason"),
        (1, "curiosity", "needs a reason"),
        (1, None, "needs a reason"),
    ],
)
def test_hours_and_reason_are_checked_by_the_database(
    world: World, person: Staff, sign_in: SignIn, hours: Any, why: Any, says: str
) -> None:
    with pytest.raises(psycopg.errors.InvalidParameterValue, match=says):
        opened(sign_in("app"), person, world.case.child.code, hours, why)


def test_web_role_cannot_change_the_longest_time(
    world: World, person: Staff, sign_in: SignIn
) -> None:
    attacker = sign_in("app")
    for statement in ("UPDATE access_setting SET value = 72", "SELECT * FROM access_setting"):
        enter(attacker, person)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            attacker.execute(statement)
        attacker.rollback()


@pytest.mark.parametrize(
    ("limit", "age"), [(MAX_FILES_PER_HOUR, "59 minutes"), (MAX_FILES_PER_DAY, "23 hours")]
)
def test_files_opened_are_limited_by_the_hour_and_the_day(
    world: World, person: Staff, sign_in: SignIn, owner: Connection, limit: int, age: str
) -> None:
    before = (
        "INSERT INTO agencies_grant (id, file_id, principal, kind, reads, writes, starts_at, ends_at, "
        "given_by) SELECT gen_random_uuid(), %s, %s, 'glass', 149, 0, now() - %s::interval, now(), %s "
        "FROM generate_series(1, %s)"
    )
    owner.execute(before, [world.case.file_id, person.id, age, person.id, limit - 1])
    connection = sign_in("app")
    assert opened(connection, person, world.case.child.code)
    connection.commit()
    with pytest.raises(LIMITED):
        opened(connection, person, world.case.child.code)


def test_wrong_codes_are_limited_and_logged(
    world: World, sign_in: SignIn, owner: Connection
) -> None:
    guesser = world.worker  # no other test gives a wrong code in this name
    connection = sign_in("app")
    for _ in range(MAX_WRONG_CODES):
        assert opened(connection, guesser, "NP-2222-22") is None
        connection.commit()
    assert count(owner, "refused", guesser) == MAX_WRONG_CODES
    with pytest.raises(LIMITED):
        opened(connection, guesser, world.strangers_case.child.code)


def test_entries_of_the_log_count_for_nothing(world: World, person: Staff, sign_in: SignIn) -> None:
    """A statement in a person's request writes them in that person's name: else it kept the person out."""
    connection = sign_in("app")
    enter(connection, person)
    connection.execute(
        'INSERT INTO audit_entry (id, kind, "by", agency, detail) SELECT gen_random_uuid(), %s, %s, %s, '
        "%s::jsonb FROM generate_series(1, %s)",
        ["refused", person.id, person.agency_id, '{"action": "break_glass"}', 2 * MAX_WRONG_CODES],
    )
    connection.commit()
    assert opened(connection, person, world.case.child.code)


def test_transaction_that_looks_at_an_old_moment_opens_nothing(
    world: World, person: Staff, sign_in: SignIn
) -> None:
    """Its count would miss what others opened meanwhile."""
    connection = sign_in("app")
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    with pytest.raises(psycopg.errors.FeatureNotSupported, match="read committed"):
        opened(connection, person, world.case.child.code)
