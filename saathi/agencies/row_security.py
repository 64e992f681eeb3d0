"""Row-level security and rights of each database role, derived from the models.

Applied after every migrate, in one transaction, so that the database always enforces what the code
says; `docs/access.md` has the table of roles, tables and policies. Policy: changes here are
reviewed by those responsible for access.
"""

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper

from saathi.agencies import (
    decision_proofs,
    facts,
    guarded_columns,
    sealed_history,
    shipped_roles,
    sql_names,
    value_triggers,
)
from saathi.agencies.context import hmac_pads
from saathi.agencies.models import File, Grant, Hidden, Scoped
from saathi.agencies.permissions import FILE_PERMISSIONS, Permission
from saathi.agencies.register_kit import locks as register_locks
from saathi.agencies.rls_conditions import PERMISSIONS_OF_ACTOR, has_right_sql
from saathi.agencies.sections import ALL_SECTIONS, Section
from saathi.audit import database_rights as audit_rights
from saathi.audit.vocabulary import AuditKind
from saathi.infra import database_access, roles
from saathi.infra.database_access import APP, RowPolicy, declared_access
from saathi.infra.locks import AdvisoryLock

# In whose name the web role writes a log entry: the person of the signed context and their agency,
# or no person for a failed sign-in. The file is not checked against what the person may read: there
# is no foreign key, so the response reveals nothing about a hidden file, and a false entry names
# its writer.
ENTRIES_IN_OWN_NAME = (
    "(\"by\" IS NULL AND file_id IS NULL AND kind = 'sign_in_failed') OR "
    '("by" = (SELECT access_staff()) AND agency = (SELECT access_agency()))'
)

# Only readers who may unhide a file see in the log who it is hidden from, including by
# `report_end_rights`.
_HIDES = f"({PERMISSIONS_OF_ACTOR} @> ARRAY['{Permission.HIDE.value}'])"
_TELLS_OF_NO_HIDING = (
    f"NOT (kind IN ('{AuditKind.HIDDEN.value}', '{AuditKind.SHOWN_AGAIN.value}') "
    f"OR (kind = '{AuditKind.GRANT_ENDED.value}' AND detail ->> 'reason' IS NOT DISTINCT FROM 'named'))"
)
_SHOWS_OTHERS = "access_shows_others(file_id)"


def scoped_models() -> list[type[Scoped]]:
    """Every concrete model whose rows belong to a file."""
    return [model for model in apps.get_models() if issubclass(model, Scoped)]


def parent_visibility_condition(model: type[Scoped]) -> str:
    """The SQL condition that each record this row points to is visible and in the same file.

    PostgreSQL checks foreign keys without regard to row security: without this condition, a row
    could point to a hidden record, and the two kinds of error would reveal whether that record
    exists. A second file that a row points to (a report is about a child) must be visible as well.
    """
    checks = []
    table = model._meta.db_table
    for field in model._meta.get_fields():
        target = field.related_model if isinstance(field, models.ForeignKey) else None
        if target is File and field.name != "file":
            exists = f"EXISTS (SELECT 1 FROM agencies_file f WHERE f.id = {table}.{field.column})"  # type: ignore[union-attr]
            checks.append(f"({table}.{field.column} IS NULL OR {exists})")  # type: ignore[union-attr]
            continue
        if not (isinstance(target, type) and issubclass(target, Scoped)):
            continue
        parent, column = target._meta.db_table, field.column  # type: ignore[union-attr]
        exists = (
            f"EXISTS (SELECT 1 FROM {parent} parent WHERE parent.id = {table}.{column} "
            f"AND parent.file_id = {table}.file_id)"
        )
        checks.append(f"({table}.{column} IS NULL OR {exists})" if field.null else exists)
    return "".join(f" AND {check}" for check in checks)


def policies_of_table(model: type[Scoped]) -> Iterator[RowPolicy]:
    """The policies of a scoped table: up to three of the web role, one of the views of facts."""
    table, section = model._meta.db_table, int(model.section)
    column = f"{table}.file_id"
    reads = has_right_sql(column, "reads", section)
    writes = has_right_sql(column, "writes", section)
    # The restriction on reading applies to changes too: an UPDATE without a WHERE never evaluates
    # the policy for reading, and could reveal to the team what a child said to one person.
    condition = model.read_condition
    narrowed = f" AND {condition.sql(model)}" if condition else ""
    reads, changes = reads + narrowed, writes + narrowed
    parents = parent_visibility_condition(model)
    yield RowPolicy(table, "web_reads", "SELECT", "saathi_app", using=reads)
    yield RowPolicy(table, "facts_read", "SELECT", "saathi_facts", using="true")
    if model.written_by_functions:
        return
    own = f" AND {table}.recorded_by = (SELECT access_staff())"
    yield RowPolicy(table, "web_adds", "INSERT", "saathi_app", check=writes + parents + own)
    yield RowPolicy(
        table, "web_changes", "UPDATE", "saathi_app", using=changes, check=writes + parents
    )


def policies_of_files() -> Iterator[RowPolicy]:
    """Policies of the tables on which the rights themselves are based."""
    file, grant, hidden = (m._meta.db_table for m in (File, Grant, Hidden))
    seen = has_right_sql("agencies_file.id", "reads", int(ALL_SECTIONS))
    yield RowPolicy(file, "web_reads", "SELECT", "saathi_app", using=seen)
    yield RowPolicy(
        file,
        "web_adds",
        "INSERT",
        "saathi_app",
        check="agency_id = (SELECT access_agency()) AND recorded_by = (SELECT access_staff()) "
        "AND EXISTS (SELECT 1 FROM agencies_office o WHERE o.id = office_id "
        f"AND o.agency_id = (SELECT access_agency())) AND {_may_open_file()}",
    )
    yield RowPolicy(
        grant,
        "web_reads",
        "SELECT",
        "saathi_app",
        # Not ended grants: they would show an accused person when a file was hidden from them, and
        # who opened it.
        using="principal = ANY ((SELECT access_principals())::uuid[]) "
        "AND (ends_at IS NULL OR ends_at > now())",
    )
    # Only for files that the reader could otherwise read: no one learns that other files are
    # hidden.
    unended = (
        f"EXISTS (SELECT 1 FROM agencies_grant g WHERE g.file_id = {hidden}.file_id "
        "AND (g.ends_at IS NULL OR g.ends_at > now()) OFFSET 0)"
    )
    yield RowPolicy(
        hidden,
        "web_reads",
        "SELECT",
        "saathi_app",
        using=f"principal = ANY ((SELECT access_self())::uuid[]) AND {unended}",
    )


def _may_open_file() -> str:
    """The condition that this person holds a permission to create a file of its kind."""
    kinds = " ".join(
        f"WHEN '{kind}' THEN ARRAY[{', '.join(repr(str(item)) for item in needed)}]"
        for kind, needed in FILE_PERMISSIONS.items()
    )
    return f"{PERMISSIONS_OF_ACTOR} && CASE kind {kinds} END"


def all_policies() -> list[RowPolicy]:
    """All policies in a stable order: those derived from models and those the apps declare."""
    policies = [policy for model in scoped_models() for policy in policies_of_table(model)]
    policies += policies_of_files()
    policies += [policy for access in declared_access() for policy in access.policies]
    return sorted(policies, key=lambda p: (p.table, p.name))


def protected_tables() -> list[str]:
    """Tables under forced row-level security."""
    return sorted({policy.table for policy in all_policies()})


# Also revokes what an earlier version granted: a function may now need a proof.
_RIGHTS_TO_FUNCTIONS = """
SELECT DISTINCT format('REVOKE ALL ON FUNCTION %s FROM %s', p.oid::regprocedure,
    CASE right_to.grantee WHEN 0 THEN 'PUBLIC' ELSE right_to.grantee::regrole::text END)
FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) right_to
WHERE p.pronamespace = 'public'::regnamespace AND p.proowner = 'saathi_warden'::regrole
  AND right_to.grantee <> p.proowner
"""


_GENERATED_TRIGGERS = [
    *value_triggers.TRIGGER_NAMES,
    *decision_proofs.NAMES,
    *guarded_columns.TRIGGER_NAMES,
    register_locks.TRIGGER_NAME,
    register_locks.HISTORY_TRIGGER_NAME,
    *sealed_history.TRIGGER_NAMES,
]


def drop_triggers() -> None:
    """Drops the triggers that name columns, so that a migration can change these; see `apply`."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('DROP TRIGGER %%I ON %%s', tgname, tgrelid::regclass) FROM pg_trigger "
            "WHERE tgname = ANY(%s) AND NOT tgisinternal",
            [_GENERATED_TRIGGERS],
        )
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)


def apply() -> None:
    """Makes functions, policies and rights in the database match the code."""
    with transaction.atomic(), connection.cursor() as cursor:
        # One at a time: two processes that migrate at once would conflict on each other's policies.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [AdvisoryLock.MIGRATION])
        # Rows that a migration of this transaction wrote: their deferred checks would prevent ALTER TABLE.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _drop_facts(cursor)
        _drop_triggers(cursor)
        for statement in table_grants():
            cursor.execute(statement)
        _sign_with(cursor, settings.CONTEXT_KEY)
        _set_limits(cursor)
        _clear(cursor)  # a policy with a function of an earlier version prevents its removal
        _make_functions(cursor)
        for policy in all_policies():
            cursor.execute(policy.sql())
        _make_facts(cursor)
        for table in protected_tables():
            cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        own = '"by" = (SELECT access_staff())'
        reads = has_right_sql("audit_entry.file_id", "reads", int(Section.CASE))
        of_others = f"({reads}) AND ({_HIDES} OR {_TELLS_OF_NO_HIDING}) AND {_SHOWS_OTHERS}"
        audit_rights.apply_rights(
            cursor, app_reads=f"{own} OR ({of_others})", app_writes=ENTRIES_IN_OWN_NAME
        )


def sql_files() -> list[Path]:
    """The SQL functions of each app, lower wings first, by name within an app.

    Each file can be applied any number of times; anything else belongs in a migration. Sections and
    advisory locks are written in it by name (`sql_names`).
    """
    paths: list[Path] = []
    for config in apps.get_app_configs():
        paths += sorted((Path(config.path) / "functions").glob("*.sql"))
    return paths


def table_grants() -> Iterator[str]:
    """GRANT statements: what each role may do with each table, in addition to the policies."""
    yield (
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, saathi_app, saathi_worker, "
        "saathi_matcher, saathi_eraser, saathi_sealer, saathi_auditor, saathi_analyst, "
        "saathi_reporter, saathi_monitor, saathi_carrier"
    )
    yield (
        "GRANT USAGE ON SCHEMA public TO saathi_app, saathi_worker, saathi_matcher, saathi_eraser, "
        "saathi_sealer, saathi_auditor, saathi_analyst, saathi_maintenance, saathi_reporter, "
        "saathi_warden, saathi_facts, saathi_monitor, saathi_carrier"
    )
    everything = "SELECT, INSERT, UPDATE, DELETE, TRUNCATE"
    yield f"GRANT {everything} ON ALL TABLES IN SCHEMA public TO saathi_maintenance"
    yield (
        "GRANT SELECT, INSERT, UPDATE, DELETE, TRIGGER ON ALL TABLES IN SCHEMA public "
        "TO saathi_warden"
    )
    yield "REVOKE ALL ON access_context_key, access_setting, access_used_proof FROM saathi_maintenance"
    yield "GRANT SELECT ON access_setting, access_used_proof TO saathi_maintenance"  # for pg_dump
    yield (
        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public "
        "TO saathi_app, saathi_worker, saathi_carrier, saathi_maintenance"
    )
    yield "GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO saathi_maintenance"  # for pg_dump
    for model in scoped_models():
        may = "SELECT" if model.written_by_functions else "SELECT, INSERT, UPDATE"
        yield f"GRANT {may} ON {model._meta.db_table} TO saathi_app"
    # SQL from the web changes nothing in a file's row: not its kind (the matcher opens enquiries),
    # its office, or whether it is protected.
    yield f"GRANT SELECT, INSERT ON {File._meta.db_table} TO saathi_app"
    yield f"GRANT SELECT ON {Grant._meta.db_table} TO saathi_app"
    # Never when a file was hidden, or who hid it: that may be the child's own supervisor, or the
    # person who reported.
    yield f"GRANT SELECT (file_id, principal) ON {Hidden._meta.db_table} TO saathi_app"
    for table, (privileges, _reason) in database_access.unprotected_tables().items():
        yield f"GRANT {privileges} ON {table} TO saathi_app"
    for access in declared_access():
        yield from access.grants


def function_grants() -> Iterator[str]:
    """GRANT statements of the warden's functions, issued by the warden."""
    for function in database_access.web_functions():
        yield f"GRANT EXECUTE ON FUNCTION {function} TO {APP}"
    for function, role in database_access.functions_of_other_roles().items():
        yield f"GRANT EXECUTE ON FUNCTION {function} TO {role}"
    for function in database_access.functions_of_all_roles():
        yield f"GRANT EXECUTE ON FUNCTION {function} TO {', '.join(roles.login_roles())}"


def change_signature_sql() -> str:
    """The SQL function that returns the signature of each function `change_make` may call."""
    proved = database_access.proved_functions()
    rows = ", ".join(f"('{item.split('(')[0]}', '{item}')" for item in proved)
    return (
        "CREATE OR REPLACE FUNCTION change_signature(change text) RETURNS text "
        "LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$ "
        f"SELECT c.signature FROM (VALUES {rows}) c(name, signature) WHERE c.name = change $$"
    )


def _make_functions(cursor: CursorWrapper) -> None:
    """Creates the functions as the warden, who then owns them, and grants their use."""
    cursor.execute("SET LOCAL ROLE saathi_warden")
    for statement in shipped_roles.role_functions_sql():
        cursor.execute(statement)
    cursor.execute(change_signature_sql())
    for file in sql_files():
        cursor.execute(sql_names.replace_names(file.read_text(encoding="utf-8")))
    for statement in (
        *decision_proofs.triggers(),
        *guarded_columns.triggers(),
        *sealed_history.triggers(),
        *value_triggers.value_triggers_sql(),
        *register_locks.triggers(),
    ):
        cursor.execute(statement)
    cursor.execute(_RIGHTS_TO_FUNCTIONS)
    for (statement,) in cursor.fetchall():
        cursor.execute(statement)
    for statement in function_grants():
        cursor.execute(statement)
    cursor.execute("SET LOCAL ROLE saathi_owner")


def _drop_triggers(cursor: CursorWrapper) -> None:
    """Drops the generated triggers, including those of models that no longer need any."""
    cursor.execute(
        "SELECT format('DROP TRIGGER %%I ON %%s', tgname, tgrelid::regclass) FROM pg_trigger "
        "WHERE NOT tgisinternal AND tgname = ANY (%s)",
        [_GENERATED_TRIGGERS],
    )
    for (statement,) in cursor.fetchall():
        cursor.execute(statement)


def _drop_facts(cursor: CursorWrapper) -> None:
    """Drops all views of facts; those that still exist in the code are created again."""
    cursor.execute("SELECT viewname FROM pg_views WHERE viewowner = 'saathi_facts'")
    names = [name for (name,) in cursor.fetchall()]
    cursor.execute("SET LOCAL ROLE saathi_facts")
    for name in names:
        cursor.execute(f"DROP VIEW {name}")
    cursor.execute("SET LOCAL ROLE saathi_owner")


def _make_facts(cursor: CursorWrapper) -> None:
    """Creates the views of facts, as the role that may read statistical columns only."""
    for model in scoped_models():
        columns = ", ".join(facts.readable_columns(model))
        cursor.execute(f"REVOKE ALL ON {model._meta.db_table} FROM saathi_facts")
        cursor.execute(f"GRANT SELECT ({columns}) ON {model._meta.db_table} TO saathi_facts")
    cursor.execute("GRANT SELECT (id, country, level, xmin) ON agencies_office TO saathi_facts")
    cursor.execute("SET LOCAL ROLE saathi_facts")
    for view in facts.all_fact_views():
        cursor.execute(f"CREATE VIEW {view.name} AS {view.sql()}")
        cursor.execute(f"GRANT SELECT ON {view.name} TO saathi_analyst")
    cursor.execute("SET LOCAL ROLE saathi_owner")


def _sign_with(cursor: CursorWrapper, key: str) -> None:
    """Gives the database the key for verifying signed contexts, readable only by the warden."""
    inner, outer = hmac_pads(key)
    cursor.execute(
        "INSERT INTO access_context_key VALUES (1, %s, %s) ON CONFLICT (id) DO UPDATE "
        "SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad",
        [inner, outer],
    )


def database_limits() -> dict[str, int]:
    """The limits of this installation that database functions enforce."""
    return {
        "glass_hours": settings.SAATHI_GLASS_HOURS,
        "searches_an_hour": settings.SAATHI_SEARCHES_AN_HOUR,
    }


def _set_limits(cursor: CursorWrapper) -> None:
    """Copies the limits to where functions read them and the web role cannot."""
    for name, value in database_limits().items():
        cursor.execute(
            "INSERT INTO access_setting VALUES (%s, %s) ON CONFLICT (name) DO UPDATE "
            "SET value = excluded.value",
            [name, value],
        )


def _clear(cursor: CursorWrapper) -> None:
    cursor.execute(
        "SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public' "
        # the audit app has its own triggers, see audit.protection
        "AND tablename NOT LIKE 'audit\\_%'"
    )
    for table, name in cursor.fetchall():
        cursor.execute(f'DROP POLICY "{name}" ON "{table}"')
