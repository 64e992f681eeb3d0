"""No statement fills the memory that all sessions share for locks: then no session could begin."""

import re
from collections.abc import Callable

import psycopg
import pytest

from tests.attacks.conftest import Connection, World, enter

type SignIn = Callable[[str], Connection]

pytestmark = pytest.mark.real_transactions
REFUSED = psycopg.errors.InsufficientPrivilege

# Each function that takes an advisory lock, with what the number of its lock depends on. Of those that
# a role may call without a proof, none takes a number that the caller chooses without limit.
LOCKS = {
    "access_break_glass": {"me"},  # of the signed context
    "bundle_ask": {"me.agency_id", "of_code"},  # by proof
    "enquiry_count": {"me"},
    "form_ask": {"me.agency_id", "draft.code"},  # by proof
    "form_ask_end": {"me.agency_id", "of_code"},  # by proof
    "lock_import": {"public.access_agency()"},
    "lock_indicators": set(),
    "lock_nightly": set(),
    "lock_release": {"of_release"},  # one that exists, by analyst and maintenance
    "matches_join": set(),
}
CALLS = re.compile(r"pg_(?:try_)?advisory_(?:xact_)?lock\((.*)\)[;\s]")


@pytest.mark.parametrize("function", ["lock_file_key", "lock_case_plans"])
@pytest.mark.parametrize("with_context", [True, False])
def test_record_that_is_not_there_is_not_locked(
    world: World, sign_in: SignIn, function: str, *, with_context: bool
) -> None:
    attacker = sign_in("app")
    if with_context:
        enter(attacker, world.worker)
    with pytest.raises(REFUSED):
        attacker.execute(f"SELECT {function}(gen_random_uuid()) FROM generate_series(1, 1000)")


def test_file_and_case_of_others_are_not_locked(world: World, sign_in: SignIn) -> None:
    for function, record in (
        ("lock_file_key", world.strangers_case.file_id),
        ("lock_case_plans", world.strangers_case.pk),
    ):
        attacker = sign_in("app")
        enter(attacker, world.worker)
        with pytest.raises(REFUSED, match="not yours"):
            attacker.execute(f"SELECT {function}(%s)", [record])


def test_locks_of_records_take_no_shared_memory_and_exclude_a_second_session(
    world: World, sign_in: SignIn
) -> None:
    web, second, keeper = sign_in("app"), sign_in("app"), sign_in("maintenance")
    for connection in (web, second):
        enter(connection, world.worker)
        connection.execute("SET LOCAL lock_timeout = '100ms'")
    for function, record in (
        ("lock_file_key", world.case.file_id),
        ("lock_case_plans", world.case.pk),
    ):
        web.execute(f"SELECT {function}(%s)", [record])
        with pytest.raises(psycopg.errors.LockNotAvailable), second.transaction():
            second.execute(f"SELECT {function}(%s)", [record])
    query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = %s"
    assert keeper.execute(query, [web.info.backend_pid]).fetchone() == (0,)


def test_no_other_function_takes_a_lock_of_its_callers_choice(
    world: World, sign_in: SignIn
) -> None:
    rows = sign_in("owner").execute(
        "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace "
        "AND prosrc ~ 'advisory_(xact_)?lock'"
    )
    found: dict[str, set[str]] = {}
    for name, source in rows.fetchall():
        numbers = " ".join(CALLS.findall(source))
        words = re.sub(r"hashtext(extended)?|::\w+|'[^']*'|\b\d+\b", " ", numbers)
        found[name] = set(re.findall(r"[a-z_]+(?:\.[a-z_]+)*(?:\(\))?", words))
    assert found == LOCKS


def test_release_that_does_not_exist_is_not_locked(world: World, sign_in: SignIn) -> None:
    analyst, keeper = sign_in("analyst"), sign_in("maintenance")
    calls = "SELECT bool_or(lock_release(gen_random_uuid())) FROM generate_series(1, 1000)"
    assert analyst.execute(calls).fetchone() == (False,)
    query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = %s"
    assert keeper.execute(query, [analyst.info.backend_pid]).fetchone() == (0,)
