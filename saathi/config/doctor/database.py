"""Checks of the database: version, roles, migrations, row security, the way to it."""

from django.db import connection

from saathi.agencies import protection
from saathi.agencies.open_tables import CLOSED_TABLES, OPEN_TABLES
from saathi.config import env, pooling, start
from saathi.config.doctor.findings import Check, Problems, single_value
from saathi.infra import roles

OLDEST_POSTGRESQL = 15
KEEPERS_OF_LISTS = 3  # triggers: of rights that change, are deleted, are all gone


def _version() -> Problems:
    version = int(str(single_value("SHOW server_version_num"))) // 10_000
    if version < OLDEST_POSTGRESQL:
        yield f"is PostgreSQL {version}", f"Saathi needs {OLDEST_POSTGRESQL} or newer."


def _roles() -> Problems:
    is_test = single_value("SELECT 1 FROM pg_roles WHERE rolname = 'saathi_tester'") is not None
    with connection.cursor() as cursor:
        cursor.execute(roles.ROLES_QUERY)
        for sentence in roles.differences(cursor.fetchall(), for_tests=is_test):
            yield sentence, "Run the set-up script again as superuser (docs/operations.md)."


def _migrations() -> Problems:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        many = "A migration is" if len(plan) == 1 else f"{len(plan)} migrations are"
        yield f"{many} not applied", "Run `saathi migrate`."


def _tables() -> Problems:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class "
            "WHERE relnamespace = 'public'::regnamespace "
            "AND relkind IN ('r', 'p') AND NOT relispartition"
        )
        there = dict(cursor.fetchall())
        cursor.execute("SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public'")
        policies = set(cursor.fetchall())
    bare = {name for name, is_protected in there.items() if not is_protected}
    for table in sorted(bare - set(OPEN_TABLES) - CLOSED_TABLES):
        yield f"{table} is not protected", "Run `saathi migrate`; if it stays, tell the developers."
    for policy in protection.all_policies():
        # Of a table that is not there the look at migrations has told.
        if policy.table in there and (policy.table, policy.name) not in policies:
            yield f"{policy.table} lacks the policy {policy.name}", "Run `saathi migrate`."


def _rights() -> Problems:
    """What row security trusts without asking again: whom a context names, and lists of own files."""
    may = single_value(
        "SELECT r FROM unnest(ARRAY['saathi_app', 'saathi_worker']) r "
        "WHERE has_sequence_privilege(r, 'access_context_checked', 'USAGE, UPDATE')"
    )
    if may:
        yield f"{may} may say itself in whose name it was checked", "Run `saathi migrate`."
    kept = single_value(
        "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'agencies_grant'::regclass "
        "AND tgfoid = 'access_leave_own_files'::regproc AND tgenabled <> 'D'"
    )
    if kept != KEEPERS_OF_LISTS:
        yield "rights that end stay in lists of own files", "Run `saathi migrate`."


def _way_to_the_database() -> Problems:
    yield from pooling.problems(lambda name: env.text(start.setting(name), ""))


LOOKS: dict[str, Check] = {
    "database version": _version,
    "database roles": _roles,
    "migrations": _migrations,
    "protection of tables": _tables,
    "what protection trusts": _rights,
    "way to the database": _way_to_the_database,
}
