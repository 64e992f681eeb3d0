"""The roles match the table, in both versions, whether created by us or by an administrator."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from saathi.infra import roles
from saathi.infra.embedded import EmbeddedServer
from saathi.infra.embedded.upgrade import _served_to_superuser

from .conftest import VERSIONS


def _connect(server: EmbeddedServer, role: str, database: str = "saathi") -> psycopg.Connection:
    return psycopg.connect(server.url(role, database), autocommit=True)


def test_each_role_has_exactly_the_attributes_of_the_table(running: EmbeddedServer) -> None:
    with _connect(running, "app") as connection:
        rows = connection.execute(roles.ROLES_QUERY).fetchall()

    assert roles.role_differences(rows, for_tests=True) == []
    assert len(rows) == len(roles.list_roles(for_tests=True))


def test_a_changed_attribute_is_named() -> None:
    rows = [list(roles._row(role)) for role in roles.list_roles()]
    rows[4][2] = True  # saathi_app, BYPASSRLS

    assert roles.role_differences(rows) == [
        "The role saathi_app has BYPASSRLS True; it should have False."
    ]
    assert roles.role_differences(rows[:4] + rows[5:]) == ["The role saathi_app is missing."]


def test_only_the_roles_meant_to_look_past_row_security_do() -> None:
    past = {role.name for role in roles.ROLES if role.bypasses_row_security}
    assert past == {"saathi_warden", "saathi_maintenance"}


@pytest.mark.parametrize(
    ("role", "limits"),
    [
        ("app", ("15s", "4s", "30s")),
        ("owner", ("0", "4s", "10min")),
        ("maintenance", ("0", "0", "0")),
    ],
)
def test_a_session_begins_with_its_time_limits(
    running: EmbeddedServer, role: str, limits: tuple[str, ...]
) -> None:
    with _connect(running, role) as connection:
        found = connection.execute(
            "SELECT current_setting('statement_timeout'), current_setting('lock_timeout'),"
            " current_setting('idle_in_transaction_session_timeout')"
        ).fetchone()
    assert found == limits


def test_the_owner_gives_functions_to_the_warden_and_inherits_nothing(
    running: EmbeddedServer,
) -> None:
    with _connect(running, "owner") as connection:
        connection.execute("CREATE TABLE secret (x int)")
        connection.execute("CREATE FUNCTION peek() RETURNS int LANGUAGE sql AS 'SELECT 1'")
        connection.execute("ALTER FUNCTION peek() OWNER TO saathi_warden")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("ALTER FUNCTION peek() STABLE")
        connection.execute("SET ROLE saathi_warden")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT * FROM secret")
        connection.execute("DROP FUNCTION peek()")
        connection.execute("RESET ROLE")
        connection.execute("SET ROLE saathi_facts")
        connection.execute("CREATE VIEW fact AS SELECT 1 AS one")
        connection.execute("DROP VIEW fact")
        connection.execute("RESET ROLE")
        connection.execute("DROP TABLE secret")


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE mine (x int)", "CREATE TEMPORARY TABLE t (x int)"]
)
def test_web_role_creates_no_database_objects(running: EmbeddedServer, statement: str) -> None:
    with (
        _connect(running, "app") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


@pytest.mark.parametrize("role", ["saathi_owner", "saathi_maintenance", "saathi_warden"])
def test_web_role_cannot_take_another_role(running: EmbeddedServer, role: str) -> None:
    with (
        _connect(running, "app") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(f"SET ROLE {role}")


def test_the_tester_becomes_every_role_and_is_nothing_by_itself(running: EmbeddedServer) -> None:
    with _connect(running, "tester") as connection:
        for role in roles.ROLES:
            connection.execute(f"SET ROLE {role.name}")
        connection.execute("RESET ROLE")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (x int)")


@pytest.mark.parametrize("database", ["postgres", "template1"])
def test_our_roles_enter_no_other_database(running: EmbeddedServer, database: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        _connect(running, "app", database)


def test_a_database_that_a_test_makes_is_ready_for_the_warden(running: EmbeddedServer) -> None:
    with _connect(running, "owner", "postgres") as connection:
        connection.execute("CREATE DATABASE test_saathi")
    with _connect(running, "owner", "test_saathi") as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        connection.execute("SET ROLE saathi_warden")
        connection.execute("CREATE FUNCTION peek() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    with _connect(running, "owner", "postgres") as connection:
        connection.execute("DROP DATABASE test_saathi")


def test_letters_of_every_script_are_letters(running: EmbeddedServer) -> None:
    with _connect(running, "app") as connection:
        found = connection.execute(
            "SELECT lower('ÄÇÉ'), 'আয়েশা' ~ '^[[:alpha:]]', 'Z' < 'a',"
            " current_setting('server_encoding')"
        ).fetchone()
    assert found == ("äçé", True, True, "UTF8")


def test_outside_tests_there_is_no_tester_and_the_owner_makes_no_database(
    make: Callable[..., EmbeddedServer], new_home: Path
) -> None:
    server = make(new_home, for_tests=False)
    server.start()

    with _connect(server, "owner") as connection:
        rows = connection.execute(roles.ROLES_QUERY).fetchall()
        durable = connection.execute("SELECT current_setting('fsync')").fetchone()

    assert roles.role_differences(rows) == []
    assert not server.places.password_file("saathi_tester").exists()
    assert durable == ("on",)


# --- A server of another operator ----------------------------------------------------------------


@pytest.mark.parametrize("binaries", VERSIONS)
def test_an_administrator_sets_up_another_server_with_our_script_and_again(
    make: Callable[..., EmbeddedServer], new_home: Path, binaries: Path | None
) -> None:
    server = make(new_home, binaries=binaries)
    server.places.make_server_folder()
    cluster = replace(server.cluster(), for_tests=False)
    cluster.create()
    passwords = {role: f"word-of-{role}" for role in roles.password_roles()}
    psql = server.binaries["psql"] if (server.binaries["psql"]).exists() else "psql"

    with _served_to_superuser(cluster, server) as access:
        for _ in range(2):
            script = roles.setup_sql(passwords, "elsewhere")
            process = cluster.account.run_program(psql, "-Xq", source=script, environment=access)
            assert (process.returncode, process.stderr) == (0, "")
        output = cluster.account.run_program(
            psql,
            "-XAtc",
            "SELECT rolpassword ~ '^SCRAM-SHA-256' FROM pg_authid WHERE rolname = 'saathi_app'",
            "-c",
            "SELECT datacl::text ~ '[{,]=' FROM pg_database WHERE datname = 'elsewhere'",
            environment=access,
        )
    assert output.stdout.split() == ["t", "f"]


def test_the_script_holds_no_password() -> None:
    passwords = {role: f"word-of-{role}" for role in roles.password_roles()}
    script = roles.setup_sql(passwords)
    assert "word-of" not in script


def test_the_script_wants_every_password() -> None:
    with pytest.raises(ValueError, match="missing for saathi_analyst, saathi_app"):
        roles.setup_sql(
            {role: "x" for role in roles.password_roles() if role[7] != "a"}
            | {"saathi_auditor": "x"}
        )


@pytest.mark.parametrize("name", ["Saathi", "a b", "x; DROP DATABASE saathi", "", 'a"b'])
def test_a_database_name_that_needs_quotes_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="cannot name the database"):
        roles.database_sql(name)


def test_a_password_that_a_client_would_rewrite_is_refused() -> None:
    with pytest.raises(ValueError, match="visible ASCII"):
        roles.scram_verifier("pässword")


def test_the_verifier_is_what_the_server_itself_would_keep(running: EmbeddedServer) -> None:
    # The embedded server's own roles were made from it: a sign-in proves it.
    with _connect(running, "sealer") as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("saathi_sealer",)
