"""What an injected statement leaves in a persistent connection is removed before the next request."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from saathi.config import env
from saathi.infra import roles
from tests.attacks.conftest import Connection
from tests.server import SERVER

pytestmark = pytest.mark.real_transactions

SETTINGS = {
    "row_security": "off",
    "search_path": "pg_temp, pg_catalog",
    "statement_timeout": "1",
    "lock_timeout": "1",
    "idle_in_transaction_session_timeout": "1",
    "default_transaction_isolation": "serializable",
    "default_transaction_read_only": "on",
    "default_transaction_deferrable": "on",
    "TimeZone": "Pacific/Apia",
    "DateStyle": "German",
    "IntervalStyle": "sql_standard",
    "client_encoding": "LATIN1",
    "bytea_output": "escape",
    "xmlbinary": "hex",
    "extra_float_digits": "-15",
    "standard_conforming_strings": "off",
    "synchronous_commit": "off",
    "check_function_bodies": "off",
    "work_mem": "64",
    "application_name": "another",
    "saathi.context": "left behind",
    "saathi.decision": "left behind",
}
# What may not be set at all, even by the owner of the session.
CLOSED = ("session_replication_role", "log_statement", "session_preload_libraries")


@pytest.fixture
def kept(attacked: str, django_db_blocker: object) -> Iterator[BaseDatabaseWrapper]:
    """A connection as the web keeps it, signed in with the web role's own password."""
    address = SERVER.url("saathi_app", attacked)
    options = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    handler = ConnectionHandler({"default": env.database(address, "SAATHI_DATABASE_URL") | options})
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield handler["default"]
        handler["default"].close()


def run(connection: BaseDatabaseWrapper, statement: str, *values: object) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone() if cursor.description else None


def next_request(connection: BaseDatabaseWrapper) -> None:
    """What Django does when a request ends and when one begins, and procrastinate around a job."""
    connection.close_if_unusable_or_obsolete()


def shown(connection: BaseDatabaseWrapper, name: str) -> object:
    return run(connection, "SELECT current_setting(%s, true)", name)


@pytest.mark.parametrize("name", SETTINGS)
def test_setting_of_the_session_is_gone_with_the_next_request(
    kept: BaseDatabaseWrapper, name: str
) -> None:
    pid = run(kept, "SELECT pg_backend_pid()")
    before = shown(kept, name)
    run(kept, "SELECT set_config(%s, %s, false)", name, SETTINGS[name])
    next_request(kept)
    assert shown(kept, name) in (before, ("",))
    assert shown(kept, "TimeZone") == ("UTC",)
    assert name in {"statement_timeout", "idle_in_transaction_session_timeout"} or pid == run(
        kept, "SELECT pg_backend_pid()"
    )


@pytest.mark.parametrize("name", CLOSED)
def test_setting_that_only_the_superuser_may_change_is_refused(
    kept: BaseDatabaseWrapper, name: str
) -> None:
    kept.ensure_connection()
    with pytest.raises(psycopg.Error, match=r"permission denied|cannot be set"):
        kept.connection.execute("SELECT set_config(%s, 'replica', false)", [name])


@pytest.mark.parametrize("word", ["ROLE", "SESSION AUTHORIZATION"])
@pytest.mark.parametrize("role", [role.name for role in roles.ROLES if role.name != "saathi_app"])
def test_no_other_role_can_be_taken_for_the_session(
    sign_in: Callable[[str], Connection], word: str, role: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        sign_in("app").execute(f"SET {word} {role}")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TEMPORARY TABLE agencies_file (id uuid)",
        "CREATE TEMPORARY VIEW agencies_file AS SELECT 1",
        "SELECT 1 AS id INTO TEMPORARY agencies_file",
        "CREATE FUNCTION pg_temp.access_staff() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE SCHEMA other",
        "CREATE TABLE public.other (id int)",
    ],
)
def test_nothing_can_be_made_that_would_be_taken_for_something_of_saathi(
    sign_in: Callable[[str], Connection], statement: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        sign_in("app").execute(statement)


def test_statement_prepared_by_sql_is_never_taken_for_one_of_the_application(
    kept: BaseDatabaseWrapper,
) -> None:
    kept.ensure_connection()
    kept.connection.prepare_threshold = 0
    assert run(kept, "SELECT 1 + %s", 1) == (2,)
    [(name,)] = kept.connection.execute(
        "SELECT name FROM pg_prepared_statements WHERE statement LIKE 'SELECT 1 +%'"
    ).fetchall()
    run(
        kept,
        f"DO $$ BEGIN EXECUTE 'DEALLOCATE {name}';"
        f" EXECUTE 'PREPARE {name} (smallint) AS SELECT 666'; END $$",
    )
    next_request(kept)
    assert run(kept, "SELECT 1 + %s", 1) == (2,)


def test_connection_is_not_kept_after_a_statement_that_sql_removed(
    kept: BaseDatabaseWrapper,
) -> None:
    kept.ensure_connection()
    kept.connection.prepare_threshold = 0
    assert run(kept, "SELECT 1 + %s", 1) == (2,)
    run(kept, "DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$")
    next_request(kept)
    with pytest.raises(Exception, match="does not exist"):
        run(kept, "SELECT 1 + %s", 1)
    next_request(kept)
    assert run(kept, "SELECT 1 + %s", 1) == (2,)


def test_cursor_and_channel_of_the_session_are_gone_with_the_next_request(
    kept: BaseDatabaseWrapper,
) -> None:
    run(kept, "DECLARE mine CURSOR WITH HOLD FOR SELECT 1")
    run(kept, "LISTEN mine")
    next_request(kept)
    assert run(kept, "SELECT count(*) FROM pg_cursors WHERE name = 'mine'") == (0,)
    assert run(kept, "SELECT count(*) FROM pg_listening_channels()") == (0,)


def test_no_lock_can_be_kept_for_the_session(sign_in: Callable[[str], Connection]) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        sign_in("app").execute("SELECT pg_advisory_lock(1)")


def test_every_database_of_every_process_is_reached_in_this_way() -> None:
    for alias in settings.DATABASES:
        about = connections[alias].settings_dict
        assert about["ENGINE"] == "saathi.infra.persistent_connections"
        assert about["CONN_HEALTH_CHECKS"]
