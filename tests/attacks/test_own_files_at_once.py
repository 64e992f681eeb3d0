"""A right that ends while a list of own files is made: neither misses what the other does."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import IsolationLevel

from tests.attacks.conftest import Connection, World

LONG_ENOUGH = 0.4  # seconds; who does not wait has long come back
ENDS = "UPDATE agencies_grant SET ends_at = now() WHERE principal = %s"
MAKES = "SELECT access_make_own_files(%s)"


@pytest.fixture
def her(world: World, sign_in: Callable[[str], Connection]) -> Iterator[UUID]:
    """Somebody with one file, whose right and list are on record."""
    maintenance, someone = sign_in("maintenance"), uuid4()
    maintenance.execute(
        "INSERT INTO agencies_grant (id, file_id, principal, kind, reads, writes, starts_at, given_by) "
        "VALUES (gen_random_uuid(), %s, %s, 'team', 3839, 0, now(), %s)",
        [world.case.file_id, someone, someone],
    )
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


def waits(work: "Future[Any]") -> bool:
    time.sleep(LONG_ENOUGH)
    return not work.done()


def test_a_list_waits_for_who_is_ending_a_right(
    her: UUID, sign_in: Callable[[str], Connection]
) -> None:
    ends, makes = sign_in("maintenance"), sign_in("worker")
    ends.execute(ENDS, [her])
    with ThreadPoolExecutor() as pool:
        made = pool.submit(makes.execute, MAKES, [her])
        assert waits(made)
        ends.commit()
        made.result()
    makes.commit()
    assert listed(ends, her) == []


def test_who_ends_a_right_waits_for_the_list_and_is_seen_in_it(
    her: UUID, world: World, sign_in: Callable[[str], Connection]
) -> None:
    ends, makes = sign_in("maintenance"), sign_in("worker")
    makes.execute(MAKES, [her])
    with ThreadPoolExecutor() as pool:
        ended = pool.submit(ends.execute, ENDS, [her])
        assert waits(ended)
        makes.commit()
        ended.result()
    assert listed(sign_in("maintenance"), her) == [world.case.file_id]  # not committed yet
    ends.commit()
    assert listed(ends, her) == []


def test_two_who_end_rights_of_the_same_person_wait_for_no_lock_of_the_list(
    her: UUID, sign_in: Callable[[str], Connection]
) -> None:
    first, second = sign_in("maintenance"), sign_in("maintenance")
    second.execute("SET lock_timeout = '2s'")
    nobodys_list = "UPDATE agencies_grant SET writes = 0 WHERE principal = %s"
    first.execute(nobodys_list, [her])
    second.execute(ENDS, [uuid4()])
    locks = "SELECT pg_advisory_xact_lock_shared(7305011, hashtext(%s) & 63)"
    second.execute(locks, [str(her)])  # as ending another right of hers would ask
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
