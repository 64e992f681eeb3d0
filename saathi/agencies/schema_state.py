"""How far the database's schema is behind this version. Compares names; loads no migration."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

type MigrationName = tuple[str, str]

# Every database of version 0.1 has this migration. Version 0.2 replaced all those of 0.1 by one per
# app; some have the same names (docs/decisions/one-first-migration.md).
OF_VERSION_0_1: MigrationName = ("agencies", "0002_context_key")


def was_migrated() -> bool:
    """Whether migrations have begun here; any role may read this."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.django_migrations') IS NOT NULL")
        return bool(cursor.fetchone()[0])


def is_of_version_0_1() -> bool:
    """Whether version 0.1 made the tables: later versions cannot migrate them. Run as the owner."""
    if not was_migrated():
        return False
    with connection.cursor() as cursor:
        exists = "SELECT EXISTS (SELECT FROM django_migrations WHERE (app, name) = (%s, %s))"
        cursor.execute(exists, OF_VERSION_0_1)
        return bool(cursor.fetchone()[0])


def missing_migrations() -> set[MigrationName]:
    """The migrations of this version that were not applied, each as app and name.

    Raises `ProgrammingError` if the schema is so old or so new that this role may not read them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM access_applied_migrations()")
        return shipped_migrations() - set(cursor.fetchall())


def shipped_migrations() -> set[MigrationName]:
    """Every migration that this version ships."""
    migrations = set()
    for app in apps.get_app_configs():
        module, _is_set = MigrationLoader.migrations_module(app.label)
        if module and find_spec(module):
            modules = iter_modules(import_module(module).__path__)
            migrations |= {
                (app.label, module.name) for module in modules if module.name[0] not in "_~"
            }
    return migrations
