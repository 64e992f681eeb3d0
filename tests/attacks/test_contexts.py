"""Contexts of access that are missing, forged, expired or of another transaction open nothing to the web role."""

import time
from collections.abc import Callable

import psycopg
import pytest

from saathi.agencies import context
from saathi.agencies.row_security import scoped_models
from tests.attacks.conftest import Connection, World, enter, ids

pytestmark = pytest.mark.real_transactions


SCOPED = sorted(model._meta.db_table for model in scoped_models())


FILLED = ("agencies_file", "vault_key", "people_token", "people_child", "cases_case", "cases_seat")


@pytest.mark.parametrize("table", FILLED)
def test_without_a_context_looking_at_a_row_raises(
    world: World, sign_in: Callable[[str], Connection], table: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="no access context"):
        sign_in("app").execute(f"SELECT * FROM {table}")


@pytest.mark.parametrize("table", [*SCOPED, "agencies_file", "vault_key", "people_token"])
def test_without_a_context_no_row_comes_out(
    world: World, sign_in: Callable[[str], Connection], table: str
) -> None:
    try:
        rows = sign_in("app").execute(f"SELECT * FROM {table}").fetchall()
    except psycopg.errors.InsufficientPrivilege:
        rows = []
    assert rows == []


def test_a_context_signed_with_another_key_raises(
    world: World, sign_in: Callable[[str], Connection], settings: object
) -> None:
    settings.CONTEXT_KEY = "another key of the attacker"
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="forged"):
        enter(sign_in("app"), world.worker)


def test_unchecked_context_is_refused(world: World, sign_in: Callable[[str], Connection]) -> None:
    attacker = sign_in("app")
    signed = context.signed_context(staff=world.worker.id, agency=world.worker.agency_id)
    attacker.execute("SELECT set_config('saathi.context', %s, false)", [signed])
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="another transaction"):
        attacker.execute("SELECT 1 FROM cases_case")


def test_a_context_with_another_name_in_it_raises(
    world: World, sign_in: Callable[[str], Connection]
) -> None:
    attacker = sign_in("app")
    enter(attacker, world.stranger)
    attacker.execute(
        "SELECT set_config('saathi.context', replace(current_setting('saathi.context'), %s, %s), true)",
        [str(world.stranger.id), str(world.worker.id)],
    )
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="forged"):
        attacker.execute("SELECT 1 FROM cases_case")


@pytest.mark.parametrize("signed", [None, "", "v1", "|" * 70])
def test_a_missing_or_malformed_context_is_refused(
    world: World, sign_in: Callable[[str], Connection], signed: str | None
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="forged"):
        sign_in("app").execute("SELECT access_enter(%s)", [signed])


def test_an_old_context_raises(world: World, sign_in: Callable[[str], Connection]) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="expired"):
        enter(sign_in("app"), world.worker, now=time.time() - 100)


def test_a_context_that_would_last_too_long_is_refused(
    world: World, sign_in: Callable[[str], Connection]
) -> None:
    attacker = sign_in("app")
    within = time.time() + 120 - context.LIFETIME_SECONDS - 2  # two minutes ahead at most
    enter(attacker, world.worker, now=within)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="expired"):
        enter(attacker, world.worker, now=within + 5)


def test_a_context_grows_old_within_its_transaction(
    world: World, sign_in: Callable[[str], Connection]
) -> None:
    attacker = sign_in("app")
    enter(attacker, world.worker, now=time.time() - context.LIFETIME_SECONDS + 2)
    assert ids(attacker, "cases_case") == {world.case.pk}
    time.sleep(2.2)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="expired"):
        attacker.execute("SELECT 1 FROM cases_case")


def test_a_context_kept_for_the_session_opens_nothing_in_the_next_transaction(
    world: World, sign_in: Callable[[str], Connection]
) -> None:
    attacker = sign_in("app")
    enter(attacker, world.worker)
    attacker.execute(
        "SELECT set_config('saathi.context', current_setting('saathi.context'), false)"
    )
    assert ids(attacker, "cases_case") == {world.case.pk}
    attacker.commit()
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="another transaction"):
        attacker.execute("SELECT 1 FROM cases_case")


def test_context_ends_with_its_transaction(
    world: World, sign_in: Callable[[str], Connection]
) -> None:
    connection = sign_in("app")
    enter(connection, world.worker)
    assert ids(connection, "cases_case") == {world.case.pk}
    connection.commit()
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="no access context"):
        connection.execute("SELECT 1 FROM cases_case")


def test_a_context_that_was_checked_before_says_nothing_for_the_one_of_now(
    world: World, sign_in: Callable[[str], Connection]
) -> None:
    # The savepoint restores the stranger's context.
    attacker = sign_in("app")
    enter(attacker, world.worker)
    with attacker.transaction(force_rollback=True):
        enter(attacker, world.stranger)
        assert ids(attacker, "cases_case") == {world.strangers_case.pk}
    assert ids(attacker, "cases_case") == {world.case.pk}
    row = attacker.execute("SELECT access_staff(), access_agency()").fetchone()
    assert row == (world.worker.id, world.worker.agency_id)
