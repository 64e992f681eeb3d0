"""One process migrates at a time, and rights are applied again after a deadlock with autovacuum."""

import psycopg
import pytest
from django.db import OperationalError, connection
from psycopg.errors import DeadlockDetected

from saathi.agencies import row_security, schema_state
from saathi.config import migrate
from saathi.config.env import SettingError
from saathi.infra.locks import AdvisoryLock
from tests.roles import role
from tests.server import SERVER


@pytest.mark.parametrize(("deadlocks", "is_applied"), [(0, True), (2, True), (3, False)])
def test_rights_are_applied_again_after_up_to_two_deadlocks(
    monkeypatch: pytest.MonkeyPatch, deadlocks: int, *, is_applied: bool
) -> None:
    left = [DeadlockDetected()] * deadlocks
    applied = []

    def apply() -> None:
        if left:
            raise OperationalError from left.pop()
        applied.append(True)

    monkeypatch.setattr(row_security, "apply", apply)
    if is_applied:
        migrate._apply_rights()
    else:
        with pytest.raises(OperationalError):
            migrate._apply_rights()
    assert applied == [True] * is_applied


def test_migrate_does_not_retry_other_database_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def apply() -> None:
        tried.append(True)
        raise OperationalError

    monkeypatch.setattr(row_security, "apply", apply)
    with pytest.raises(OperationalError):
        migrate._apply_rights()
    assert tried == [True]


HOLDERS = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND granted"


@pytest.mark.django_db
def test_session_that_migrates_holds_the_lock_itself() -> None:
    """The session of a killed process may still commit: the next run must wait for it."""
    address = SERVER.url("saathi_owner", connection.settings_dict["NAME"])
    with role("owner"), psycopg.connect(address, autocommit=True) as other:
        with migrate.migration_lock():
            holders = other.execute(HOLDERS, [AdvisoryLock.MIGRATE_COMMAND]).fetchall()
            assert holders == [(connection.connection.info.backend_pid,)]
        assert other.execute(HOLDERS, [AdvisoryLock.MIGRATE_COMMAND]).fetchall() == []


@pytest.mark.django_db
def test_migration_waits_for_another_session_no_longer_than_is_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(migrate, "PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(migrate, "PAUSE_SECONDS", 0.01)
    address = SERVER.url("saathi_owner", connection.settings_dict["NAME"])
    with role("owner"), psycopg.connect(address, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [AdvisoryLock.MIGRATE_COMMAND])
        with pytest.raises(SettingError, match="ten minutes"), migrate.migration_lock():
            pass
        other.execute("SELECT pg_advisory_unlock(%s)", [AdvisoryLock.MIGRATE_COMMAND])
        with migrate.migration_lock():
            pass


@pytest.mark.django_db
def test_database_of_version_0_1_is_refused_before_anything_changes() -> None:
    add = "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())"
    with role("owner"), connection.cursor() as cursor:
        cursor.execute(add, schema_state.OF_VERSION_0_1)
        with pytest.raises(SettingError, match=r"made by version 0\.1; .* Nothing was changed"):
            migrate.migrate()


def test_no_migration_has_the_name_by_which_version_0_1_is_known() -> None:
    assert schema_state.OF_VERSION_0_1 not in schema_state.shipped_migrations()
