"""Migrations that are recorded in the transaction that makes their changes.

Django commits a migration that adds foreign keys or indexes first, and records it in a second
transaction. A process that is killed between the two leaves tables without a recorded migration,
and the next run fails when it creates them again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState


@contextmanager
def record_in_same_transaction() -> Iterator[None]:
    """Within the block, each migration and its record are committed together, or neither."""
    MigrationExecutor.apply_migration = _apply_migration  # type: ignore[assignment,method-assign]
    try:
        yield
    finally:
        MigrationExecutor.apply_migration = _DJANGO_APPLY_MIGRATION  # type: ignore[method-assign]


def _apply_migration(
    executor: MigrationExecutor, state: ProjectState, migration: Migration, **options: Any
) -> ProjectState:
    if not migration.atomic:  # it manages its own transactions
        return _DJANGO_APPLY_MIGRATION(executor, state, migration, **options)
    with transaction.atomic(using=executor.connection.alias):
        return _DJANGO_APPLY_MIGRATION(executor, state, migration, **options)


_DJANGO_APPLY_MIGRATION: Callable[..., ProjectState] = MigrationExecutor.apply_migration
