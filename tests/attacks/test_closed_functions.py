"""Statistics, advisory locks and large objects of PostgreSQL are closed to the web role (F4, F20)."""

from collections.abc import Callable

import psycopg
import pytest

from saathi.audit import sealer_watch
from saathi.infra import restricted_functions, roles
from tests.attacks.conftest import Connection, World, enter

pytestmark = pytest.mark.real_transactions
# What the attack of F4 read inside one SELECT, and its relatives.
STATISTICS = [
    "SELECT pg_stat_get_xact_numscans('agencies_grant_by_file'::regclass)",
    "SELECT pg_stat_get_xact_tuples_fetched('people_child'::regclass)",
    "SELECT pg_stat_get_live_tuples('people_child'::regclass)",
    "SELECT * FROM pg_stat_xact_user_tables",
    "SELECT * FROM pg_stat_user_indexes",
    "SELECT * FROM pg_statio_user_tables",
    "SELECT * FROM pg_stat_activity",
    "SELECT * FROM pg_locks",
    "SELECT pg_stat_force_next_flush()",
]
LOCKS = [
    "SELECT pg_advisory_lock(7305010)",
    "SELECT pg_advisory_xact_lock(7305011, 5)",
    "SELECT pg_try_advisory_lock_shared(1)",
    "SELECT pg_advisory_unlock_all()",
]
LARGE_OBJECTS = ["SELECT lo_create(0)", "SELECT lo_from_bytea(0, 'x')", "SELECT lo_unlink(1)"]


@pytest.mark.parametrize("statement", [*STATISTICS, *LOCKS, *LARGE_OBJECTS])
@pytest.mark.parametrize("with_context", [True, False])
def test_web_role_is_refused(
    world: World, sign_in: Callable[[str], Connection], statement: str, *, with_context: bool
) -> None:
    attacker = sign_in("app")
    if with_context:
        enter(attacker, world.stranger)
    with pytest.raises(
        psycopg.errors.InsufficientPrivilege, match="permission denied for function"
    ):
        attacker.execute(statement)


@pytest.mark.parametrize("role", ["app", "matcher", "eraser", "reporter", "analyst", "auditor"])
def test_no_role_that_is_kept_from_rows_reads_statistics_of_tables(
    world: World, sign_in: Callable[[str], Connection], role: str
) -> None:
    with pytest.raises(
        psycopg.errors.InsufficientPrivilege, match="permission denied for function"
    ):
        sign_in(role).execute(STATISTICS[0])


def test_no_closed_function_is_open_to_everybody(
    world: World, sign_in: Callable[[str], Connection]
) -> None:
    assert sign_in("app").execute(restricted_functions.STILL_OPEN_QUERY).fetchall() == []


def test_maintenance_still_reads_statistics(
    world: World, sign_in: Callable[[str], Connection]
) -> None:
    assert sign_in("maintenance").execute("SELECT 1 FROM pg_stat_user_tables LIMIT 1").fetchone()


def test_setup_script_closes_functions_in_database() -> None:
    passwords = dict.fromkeys(roles.password_roles(), "x")
    script = roles.setup_sql(passwords)
    inside = script[script.index("\\connect") :]
    assert all(f"{statement};" in inside for statement in restricted_functions.restriction_sql())


def test_sealer_sees_old_transactions_and_who_blocks_it(
    world: World, sign_in: Callable[[str], Connection]
) -> None:
    blocker = sign_in("app")
    blocker.execute("SELECT pg_current_xact_id()")
    [(pid,)] = blocker.execute("SELECT pg_backend_pid()").fetchall()
    sealer = sign_in("sealer")
    seen = {
        transaction.pid: transaction
        for transaction in sealer_watch.list_old_transactions(sealer, older_than=0)
    }
    assert seen[pid].role == "saathi_app"
    sealer_watch.SealerWatch(lambda: sealer).end_blocking_sessions(sealer)


def test_worker_sees_when_transactions_began(
    world: World, sign_in: Callable[[str], Connection]
) -> None:
    assert sign_in("worker").execute("SELECT 1 FROM pg_stat_activity LIMIT 1").fetchone()
