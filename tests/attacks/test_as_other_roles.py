"""What each role other than the web must not do, signed in with its own password."""

import time
from collections.abc import Callable
from uuid import uuid4

import psycopg
import pytest

from saathi.agencies.row_security import scoped_models
from saathi.infra import roles
from tests.attacks.conftest import Connection, World

pytestmark = pytest.mark.real_transactions

type SignIn = Callable[[str], Connection]

OTHERS = ("matcher", "eraser", "worker", "analyst", "auditor", "sealer", "reporter", "monitor")
SCOPED = sorted(model._meta.db_table for model in scoped_models())
REFUSED = psycopg.errors.InsufficientPrivilege
# The only tables of a child's record that another role may read, each only certain columns.
LOOKS = {
    "matcher": {
        "intake_enquiry",
        "intake_enquirymatch",
        "missing_missingreport",
        "missing_missingchild",
    },
    "eraser": {"agencies_erasurerequest"},
}


@pytest.mark.parametrize("name", OTHERS)
def test_no_other_role_reads_a_childs_record(world: World, sign_in: SignIn, name: str) -> None:
    connection = sign_in(name)
    for table in SCOPED:
        if table in LOOKS.get(name, set()):
            continue
        with pytest.raises(REFUSED):
            connection.execute(f"SELECT 1 FROM {table}")
        connection.rollback()


@pytest.mark.parametrize("name", OTHERS)
def test_no_other_role_changes_or_removes_anything_of_a_file(
    world: World, sign_in: SignIn, name: str
) -> None:
    connection = sign_in(name)
    for table in (*SCOPED, "agencies_file", "agencies_grant", "agencies_hidden", "vault_key"):
        for statement in (
            f"UPDATE {table} SET file_id = file_id",
            f"DELETE FROM {table}",
            f"TRUNCATE {table}",
        ):
            if (name, statement) == ("eraser", "DELETE FROM vault_key"):
                # It may erase files for which two persons agreed; here there was no agreement.
                assert connection.execute(statement).rowcount == 0
                connection.rollback()
                continue
            with pytest.raises((REFUSED, psycopg.errors.UndefinedColumn)):
                connection.execute(statement)
            connection.rollback()


@pytest.mark.parametrize("name", OTHERS)
def test_no_other_role_gives_itself_rights_or_reads_the_context_key(
    world: World, sign_in: SignIn, name: str
) -> None:
    connection = sign_in(name)
    for statement in (
        "SELECT 1 FROM access_context_key",
        "SELECT password FROM agencies_staff",
        "UPDATE agencies_staff SET bundle = 'data_officer'",
        "SELECT 1 FROM django_session",
        "SELECT 1 FROM mfa_authenticator",
        "INSERT INTO agencies_principal (staff_id, principal) VALUES (gen_random_uuid(), gen_random_uuid())",
        "SELECT access_break_glass('code', 4, 'danger')",
        f"SELECT access_give('{uuid4()}', '{uuid4()}', 'team', 1023, 1023, NULL)",
        "CREATE TABLE mine (x int)",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE ROLE other",
        "ALTER ROLE saathi_app BYPASSRLS",
    ):
        with pytest.raises((REFUSED, psycopg.errors.UndefinedColumn)):
            connection.execute(statement)
        connection.rollback()


@pytest.mark.parametrize("name", [*OTHERS, "app"])
def test_no_role_becomes_another(sign_in: SignIn, name: str) -> None:
    connection = sign_in(name)
    for role in (*roles.login_roles(), "saathi_warden", "saathi_facts", "postgres"):
        if role == f"saathi_{name}":
            continue
        with pytest.raises((REFUSED, psycopg.errors.InvalidParameterValue)):
            connection.execute(f"SET ROLE {role}")
        connection.rollback()


@pytest.mark.parametrize("name", ["worker", "analyst", "auditor", "sealer", "reporter"])
def test_only_the_matcher_reads_tokens_and_no_one_keys(
    world: World, sign_in: SignIn, name: str
) -> None:
    connection = sign_in(name)
    for table in ("people_token", "vault_key", "vault_old_value", "vault_stored_file"):
        with pytest.raises(REFUSED):
            connection.execute(f"SELECT 1 FROM {table}")
        connection.rollback()


def test_the_matcher_gets_no_key_of_a_child_and_no_name(world: World, sign_in: SignIn) -> None:
    matcher = sign_in("matcher")
    assert matcher.execute("SELECT 1 FROM people_token LIMIT 1").fetchall()
    # Only those of enquiries and of reports of missing children.
    assert matcher.execute("SELECT 1 FROM vault_key").fetchall() == []
    # The function returns no child for an enquiry that does not exist.
    file_id = matcher.execute("SELECT id FROM agencies_file WHERE kind = 'child'").fetchone()
    assert file_id
    answer = matcher.execute(
        "SELECT 1 FROM matcher_candidates(gen_random_uuid(), %s::uuid[])", [[file_id[0]]]
    )
    assert answer.fetchall() == []
    matcher.rollback()
    for statement in (
        "SELECT 1 FROM intake_opening",
        # who is looking for the child, and how to reach them
        "SELECT sealed FROM missing_missingreport",
        "SELECT 1 FROM missing_sighting",
        "INSERT INTO people_token (file_id, token, kind) VALUES (gen_random_uuid(), '\\x00', 'name')",
        "DELETE FROM people_token",
        "SELECT sealed FROM people_child",
        "SELECT name FROM agencies_staff",
    ):
        with pytest.raises(REFUSED):
            matcher.execute(statement)
        matcher.rollback()


def test_the_worker_reaches_the_queue_and_nothing_else(world: World, sign_in: SignIn) -> None:
    worker = sign_in("worker")
    readable = {
        table
        for (table,) in worker.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relkind IN ('r', 'p', 'v') AND has_any_column_privilege(oid, 'SELECT')"
        ).fetchall()
    }
    assert readable == {
        "procrastinate_jobs",
        "procrastinate_events",
        "procrastinate_periodic_defers",
        "procrastinate_workers",
        "agencies_draft",
    }
    # The worker sees which drafts have expired, to remove them, and nothing that was typed.
    columns = worker.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'agencies_draft'::regclass "
        "AND attnum > 0 AND has_column_privilege(attrelid, attnum, 'SELECT')"
    ).fetchall()
    assert {column for (column,) in columns} == {"id", "expires_at"}
    assert worker.execute("SELECT id FROM agencies_draft").fetchall() == []


def test_the_analyst_reads_facts_and_counts_alone(world: World, sign_in: SignIn) -> None:
    analyst = sign_in("analyst")
    readable = [
        table
        for (table,) in analyst.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relkind IN ('r', 'p', 'v') AND has_any_column_privilege(oid, 'SELECT')"
        ).fetchall()
    ]
    assert {name for name in readable if not name.startswith("facts_")} <= {
        "evidence_registercell",
        "evidence_indicatorcell",
        "releases_family",
        "releases_release",
        "releases_part",
        "releases_edition",
        "releases_editionpart",
        "agencies_agency",  # id and name only: who publishes
    }
    for name in readable:
        columns = analyst.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0", [name]
        ).fetchall()
        assert not {"sealed", "code", "recorded_by"} & {column for (column,) in columns}, name


@pytest.mark.parametrize("name", ["auditor", "sealer"])
def test_readers_of_the_log_change_nothing_in_it(world: World, sign_in: SignIn, name: str) -> None:
    connection = sign_in(name)
    assert connection.execute("SELECT count(*) FROM audit_entry").fetchone()
    for statement in (
        "UPDATE audit_entry SET purpose = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "UPDATE audit_batch SET count = 1",
        "DELETE FROM audit_batch",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "SELECT 1 FROM audit_entry_default",
    ):
        with pytest.raises(REFUSED):
            connection.execute(statement)
        connection.rollback()


@pytest.mark.parametrize("name", ["worker", "analyst", "matcher", "reporter"])
def test_who_writes_the_log_does_not_read_it(world: World, sign_in: SignIn, name: str) -> None:
    connection = sign_in(name)
    for table in ("audit_entry", "audit_batch"):
        with pytest.raises(REFUSED):
            connection.execute(f"SELECT 1 FROM {table}")
        connection.rollback()
    with pytest.raises(REFUSED):  # the writer chooses neither time nor number
        connection.execute(
            "INSERT INTO audit_entry (id, kind, at) VALUES (gen_random_uuid(), 'loaded', now())"
        )


@pytest.mark.parametrize(
    "role", [role for role in roles.ROLES if role.signs_in], ids=lambda role: role.name
)
def test_the_time_limits_of_a_role_hold_when_it_signs_in(
    sign_in: SignIn, role: roles.DatabaseRole
) -> None:
    connection = sign_in(role.name.removeprefix("saathi_"))
    for setting, value in role.settings().items():
        row = connection.execute(
            f"SELECT %s::interval = current_setting('{setting}')::interval", [value]
        )
        if value == roles.NONE:
            assert connection.execute(f"SHOW {setting}").fetchone() == (roles.NONE,)
        else:
            assert row.fetchone() == (True,), setting


@pytest.mark.parametrize(
    "name", ["app", "worker", "carrier", "matcher", "analyst", "sealer", "auditor", "monitor"]
)
@pytest.mark.parametrize(
    "lock",
    [
        "pg_advisory_lock(7305010)",
        "pg_advisory_lock(7305018)",
        "pg_try_advisory_xact_lock(7305011, 1)",
    ],
)
def test_no_role_that_works_by_itself_takes_a_lock_of_its_choice(
    sign_in: SignIn, name: str, lock: str
) -> None:
    with pytest.raises(REFUSED, match="permission denied for function"):
        sign_in(name).execute(f"SELECT {lock}")


@pytest.mark.parametrize(
    ("name", "call", "others"),
    [
        ("matcher", "lock_nightly()", ("app", "worker", "analyst")),
        ("matcher", "unlock_nightly()", ("app", "worker", "analyst")),
        ("analyst", "lock_indicators()", ("app", "worker", "matcher")),
        ("analyst", "lock_release(gen_random_uuid())", ("app", "worker", "matcher")),
        ("analyst", "unlock_release(gen_random_uuid())", ("app", "worker", "matcher")),
    ],
)
def test_each_named_lock_is_open_to_the_role_that_needs_it_alone(
    world: World, sign_in: SignIn, name: str, call: str, others: tuple[str, ...]
) -> None:
    sign_in(name).execute(f"SELECT {call}")
    for other_role in others:
        with pytest.raises(REFUSED, match="permission denied for function"):
            sign_in(other_role).execute(f"SELECT {call}")


def test_named_locks_exclude_a_second_session(world: World, sign_in: SignIn) -> None:
    first, second = sign_in("matcher"), sign_in("matcher")
    assert first.execute("SELECT lock_nightly()").fetchone() == (True,)
    assert second.execute("SELECT lock_nightly()").fetchone() == (False,)
    assert first.execute("SELECT unlock_nightly()").fetchone() == (True,)
    assert second.execute("SELECT lock_nightly()").fetchone() == (True,)


def test_a_long_statement_a_lock_and_an_idle_transaction_end(world: World, sign_in: SignIn) -> None:
    """The limits themselves, shortened: PostgreSQL enforces them for this role."""
    holder, web = sign_in("maintenance"), sign_in("app")
    web.execute("SET statement_timeout = '100ms'")
    web.commit()
    with pytest.raises(psycopg.errors.QueryCanceled):
        web.execute("SELECT pg_sleep(5)")
    web.rollback()
    holder.execute("LOCK TABLE web_cache")
    web.execute("SET lock_timeout = '50ms'")
    web.commit()
    with pytest.raises(psycopg.errors.LockNotAvailable):
        web.execute("DELETE FROM web_cache")
    web.rollback()
    holder.rollback()
    web.execute("SET idle_in_transaction_session_timeout = '50ms'")
    web.execute("SELECT 1")
    time.sleep(0.3)
    with pytest.raises(psycopg.errors.IdleInTransactionSessionTimeout):
        web.execute("SELECT 1")
