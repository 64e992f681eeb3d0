"""Checks of the database: version, roles, migrations, row-level security, connections."""

from django.conf import settings
from django.db import OperationalError, connection

from saathi.agencies import row_security
from saathi.config import env, pooler_checks, schema_check, start
from saathi.config.doctor.findings import Check, Problems, single_value
from saathi.infra import restricted_functions, roles
from saathi.infra.database_access import unprotected_tables, unreachable_tables

OLDEST_POSTGRESQL = 15


def connection_problem() -> str:
    """A sentence if the database does not answer, else an empty text."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        return schema_check.unreachable_database(error)
    return ""


def _version() -> Problems:
    version = int(str(single_value("SHOW server_version_num"))) // 10_000
    if version < OLDEST_POSTGRESQL:
        yield f"is PostgreSQL {version}", f"Saathi needs {OLDEST_POSTGRESQL} or newer."


def _roles() -> Problems:
    with connection.cursor() as cursor:
        cursor.execute(roles.ROLES_QUERY)
        rows = cursor.fetchall()
        for sentence in roles.role_differences(rows, for_tests=settings.PROCESS == "tests"):
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
        protected = dict(cursor.fetchall())
        cursor.execute("SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public'")
        policies = set(cursor.fetchall())
    bare = {name for name, is_protected in protected.items() if not is_protected}
    for table in sorted(bare - set(unprotected_tables()) - unreachable_tables()):
        yield f"{table} is not protected", "Run `saathi migrate`; if it stays, tell the developers."
    for policy in row_security.all_policies():
        # The check of migrations reports a missing table.
        if policy.table in protected and (policy.table, policy.name) not in policies:
            yield f"{policy.table} lacks the policy {policy.name}", "Run `saathi migrate`."


def _limits() -> Problems:
    """Checks limits that database functions enforce and the web role cannot change."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, value FROM access_setting")
        limits = dict(cursor.fetchall())
    for name, value in row_security.database_limits().items():
        if limits.get(name) != value:
            yield (
                f"the database holds to {limits.get(name)} for {name}, the settings say {value}",
                "Run `saathi migrate`.",
            )


def _closed_functions() -> Problems:
    with connection.cursor() as cursor:
        cursor.execute(restricted_functions.STILL_OPEN_QUERY)
        still_open = [name for (name,) in cursor.fetchall()]
    if still_open:
        yield (
            f"{len(still_open)} functions of PostgreSQL are open to every role, as {still_open[0]}",
            "Run the set-up script again as superuser (docs/operations.md).",
        )


def _way_to_the_database() -> Problems:
    yield from pooler_checks.connection_path_problems(
        lambda name: env.text(start.setting(name), "")
    )


LOOKS: dict[str, Check] = {
    "database version": _version,
    "database roles": _roles,
    "functions of PostgreSQL": _closed_functions,
    "limits in the database": _limits,
    "migrations": _migrations,
    "protection of tables": _tables,
    "way to the database": _way_to_the_database,
}
