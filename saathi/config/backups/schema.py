"""Which schema a backup was made with, and how an empty database is migrated exactly to it.

An older backup is loaded into the schema of its version and then migrated forward, as the
installation itself would have been. Backups that are newer, or from before `FIRST_VERSION`, are
refused.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from saathi import __version__
from saathi.config.backups.archives import BackupError
from saathi.config.migrate import migration_lock
from saathi.infra import atomic_migrations, fast_migrations

NAMED = 3  # number of missing migrations that a message names
# The first version whose migrations begin where those of this version do: all earlier ones were
# replaced by one for each app (docs/decisions/one-first-migration.md).
FIRST_VERSION = (0, 2)


def check_migrations_known(about: Mapping[str, Any]) -> None:
    """Raises `BackupError` unless this version knows every migration of the backup.

    A backup from before `FIRST_VERSION` is refused even if the names of its migrations match: its
    first migrations made different tables.
    """
    if _version(about["saathi"]) < FIRST_VERSION:
        first = ".".join(map(str, FIRST_VERSION))
        raise BackupError(
            f"This backup was made before version {first} of Saathi ({about['saathi']}; this is "
            f"{__version__}); its tables cannot be migrated by this version. Nothing was changed. Restore "
            "it with version 0.1, which made it."
        )
    unknown = sorted(set(about["migrations"]) - _known_migrations())
    if unknown:
        more = ", …" if len(unknown) > NAMED else ""
        raise BackupError(
            f"The backup was made by a newer Saathi ({about['saathi']}; this is {__version__}): "
            f"{len(unknown)} of its migrations are unknown here ({', '.join(unknown[:NAMED])}{more}). "
            "Nothing was changed. Install the version that made it, or a newer one, and restore with that."
        )


def check_database_not_ahead(applied: Collection[str], about: Mapping[str, Any]) -> None:
    """Raises `BackupError` if the database has migrations that an older backup lacks."""
    ahead = set(applied) - set(about["migrations"])
    if ahead and is_backup_older(about):
        raise BackupError(
            f"The backup was made by an older Saathi, and the database is migrated further already "
            f"({len(ahead)} migrations); there is no way back. Restore into an empty database that was "
            "never migrated, or into a new SAATHI_HOME."
        )


def is_backup_older(about: Mapping[str, Any]) -> bool:
    """Whether this version has migrations that the backup lacks."""
    return set(about["migrations"]) < _known_migrations()


def migrate_to(names: Collection[str]) -> None:
    """Brings an empty database to these migrations and no others. Runs as the owner."""
    with migration_lock():
        _migrate_to(names)


def _migrate_to(names: Collection[str]) -> None:
    executor = MigrationExecutor(connection)
    targets = {_key(name) for name in names}
    graph = executor.loader.graph
    last = [
        node
        for node in targets
        if not any(child.key in targets for child in graph.node_map[node].children)
    ]
    plan = executor.migration_plan(last)
    if {(migration.app_label, migration.name) for migration, _ in plan} - targets:
        raise BackupError(
            "The order of migrations has changed since the backup was made. Restore it with the version "
            "that made it, then upgrade."
        )
    with (
        fast_migrations.limit_model_rendering(),
        atomic_migrations.record_in_same_transaction(),
    ):
        executor.migrate(last, plan)
    _grant_for_load()


def _grant_for_load() -> None:
    """Lets the maintenance role load the rows; `saathi migrate` grants all rights afterwards."""
    with transaction.atomic(), connection.cursor() as cursor:
        everything = "SELECT, INSERT, UPDATE, DELETE, TRUNCATE"
        cursor.execute(f"GRANT {everything} ON ALL TABLES IN SCHEMA public TO saathi_maintenance")
        cursor.execute(
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO saathi_maintenance"
        )


def _version(text: str) -> tuple[int, ...]:
    """The first two numbers of a version; sorts before all others if there are none."""
    version = re.match(r"(\d+)\.(\d+)", text)
    return tuple(map(int, version.groups())) if version else ()


def _known_migrations() -> set[str]:
    """Every migration that this version applies, named as in a backup."""
    return {f"{app}.{name}" for app, name in MigrationLoader(None).graph.nodes}


def _key(name: str) -> tuple[str, str]:
    app, _, migration = name.partition(".")
    return app, migration
