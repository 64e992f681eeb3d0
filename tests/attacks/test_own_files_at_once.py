"""A right that ends while a list of own files is made: neither misses what the other does."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import IsolationLevel

from tests.attacks.conftest import Connection, World

LONG_ENOUGH = 0.4  # seconds; who does not wait has long come back
ENDS = "UPDATE agencies_grant SET ends_at = now() WHERE principal = %s"
MAKES = "SELECT access_make_own_files(%s)"
GIVES = (
    "INSERT INTO agencies_grant (id, file_id, principal, kind, reads, writes, starts_at, given_by) "
    "VALUES (gen_random_uuid(), %s, %s, 'team', 3839, 0, now(), %s)"
)


@pytest.fixture
def her(world: World, sign_in: Callable[[str], Connection]) -> Iterator[UUID]:
    """Somebody with one file, whose right and list are on record."""
    maintenance, someone = sign_in("maintenance"), uuid4()
    maintenance.execute(GIVES, [world.case.file_id, someone, someone])
    maintenance.commit()
    yield someone
    maintenance.execute("DELETE FROM agencies_grant WHERE principal = %s", [someone])
    maintenance.execute("DELETE FROM agencies_ownfiles WHERE staff = %s", [someone])
    maintenance.commit()


def listed(connection: Connection, someone: UUID) -> list[UUID]:
    connection.rollback()  # a new look
    query = "SELECT files FROM agencies_ownfiles WHERE staff = %s"
    found = connection.execute(query, [someone]).fetchone()
    return found[0] if found else []


def one_waits(first: Connection, did: str, second: Connection, does: str, someone: UUID) -> None:
    """What the second does comes to its end when the first has committed, and not before."""
    first.execute(did, [someone])
    with ThreadPoolExecutor() as pool:
        done = pool.submit(second.execute, does, [someone])
        time.sleep(LONG_ENOUGH)
        assert not done.done()
        first.commit()
        done.result()


def test_a_list_waits_for_who_is_ending_a_right(
    her: UUID, sign_in: Callable[[str], Connection]
) -> None:
    ends, makes = sign_in("maintenance"), sign_in("worker")
    one_waits(ends, ENDS, makes, MAKES, her)
    makes.commit()
    assert listed(ends, her) == []


def test_who_ends_a_right_waits_for_the_list_and_is_seen_in_it(
    her: UUID, world: World, sign_in: Callable[[str], Connection]
) -> None:
    ends, makes = sign_in("maintenance"), sign_in("worker")
    looks = sign_in("maintenance")
    one_waits(makes, MAKES, ends, ENDS, her)
    assert listed(looks, her) == [world.case.file_id]  # not committed yet
    ends.commit()
    assert listed(looks, her) == []


def test_two_who_end_rights_of_one_person_do_not_wait_where_no_list_changes(
    her: UUID, world: World, sign_in: Callable[[str], Connection]
) -> None:
    first, second = sign_in("maintenance"), sign_in("maintenance")
    first.execute(MAKES, [her])
    another = world.strangers_case.file_id
    first.execute(GIVES, [another, her, her])
    first.commit()
    one = "UPDATE agencies_grant SET writes = 1 WHERE principal = %s AND file_id = %s"
    first.execute(one, [her, world.case.file_id])  # stands in her list
    second.execute("SET lock_timeout = '2s'")
    second.execute(one, [her, another])  # does not
    second.rollback()
    first.rollback()


@pytest.mark.parametrize("level", [IsolationLevel.REPEATABLE_READ, IsolationLevel.SERIALIZABLE])
@pytest.mark.parametrize("statement", [ENDS, MAKES])
def test_neither_happens_in_a_transaction_that_looks_at_an_old_moment(
    her: UUID, sign_in: Callable[[str], Connection], level: IsolationLevel, statement: str
) -> None:
    old = sign_in("maintenance")
    old.isolation_level = level
    with pytest.raises(psycopg.errors.FeatureNotSupported, match="reads what is committed"):
        old.execute(statement, [her])
