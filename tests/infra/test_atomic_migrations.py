"""A migration that ends before it is recorded leaves nothing."""

from contextlib import suppress
from typing import Any

import pytest
from django.db import connection, migrations, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState

from saathi.infra import atomic_migrations


class Killed(Exception):
    """In place of a signal that ends the process."""


def killed(*_: object) -> None:
    raise Killed


def with_index() -> Migration:
    """Django makes its index last, after it decided where to record the migration."""
    fields: list[tuple[str, models.Field[Any, Any]]] = [
        ("id", models.AutoField(primary_key=True)),
        ("name", models.TextField(db_index=True)),
    ]
    migration = Migration("0001", "shapes")
    migration.operations = [migrations.CreateModel("Hub", fields)]  # type: ignore[misc]
    return migration


def is_made() -> bool:
    return "shapes_hub" in connection.introspection.table_names()


@pytest.mark.django_db
def test_migration_that_was_not_recorded_leaves_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute("CREATE SCHEMA shapes")
        cursor.execute("SET LOCAL search_path TO shapes")
        executor = MigrationExecutor(connection)
        executor.recorder.ensure_schema()
        with atomic_migrations.record_in_same_transaction():
            with monkeypatch.context() as patch:
                patch.setattr(executor.recorder, "record_applied", killed)
                with pytest.raises(Killed):
                    executor.apply_migration(ProjectState(), with_index())
            assert not is_made()

            executor.apply_migration(ProjectState(), with_index())
            assert is_made()
            assert ("shapes", "0001") in executor.recorder.applied_migrations()
        transaction.set_rollback(True)


def test_django_is_unchanged_afterwards() -> None:
    before = MigrationExecutor.apply_migration
    with suppress(Killed), atomic_migrations.record_in_same_transaction():
        assert MigrationExecutor.apply_migration is not before
        killed()
    assert MigrationExecutor.apply_migration is before
