"""PostgreSQL's own functions that are closed to the roles of Saathi, with the roles that need them.

PostgreSQL lets every role call its functions. Its statistics count the rows that row-level security
filtered for each table, even within one SELECT: a role that may call them learns about hidden rows.
Advisory locks and signals let one role stop the work of another, and another role's large object
breaks `pg_dump`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# They read every row anyway.
READ_EVERYTHING = ("saathi_owner", "saathi_maintenance")


@dataclass(frozen=True)
class RestrictedFunctions:
    """A family of functions in pg_catalog, by a pattern of their names, and the roles that may call them."""

    pattern: str
    callers: tuple[str, ...]


CLOSED_FUNCTIONS: tuple[RestrictedFunctions, ...] = (
    # Sessions and locks of the server; nothing about a row. First, because the next family includes
    # them too.
    RestrictedFunctions(
        "^(pg_stat_get_activity|pg_stat_get_backend_.*|pg_lock_status)$",
        # The sealer reads them as pg_read_all_stats, which it may become: see `audit.sealer_watch`.
        (*READ_EVERYTHING, "saathi_sealer", "saathi_worker", "pg_monitor", "pg_read_all_stats"),
    ),
    RestrictedFunctions(
        "^(pg_stat_get_.*|pg_stat_have_stats|pg_stat_force_next_flush|pg_stat_clear_snapshot)$",
        (*READ_EVERYTHING, "pg_monitor"),
    ),
    # Others take their locks through functions of the warden, see `infra.locks`. Maintenance and
    # owner may lock whole tables anyway.
    RestrictedFunctions("^pg_(try_)?advisory_.*$", (*READ_EVERYTHING, "saathi_warden")),
    # A role may end the sessions of its own name: one stolen password, or one injected statement,
    # would end all requests. The sealer ends sessions as pg_signal_backend: see
    # `audit.sealer_watch`.
    RestrictedFunctions("^pg_(terminate|cancel)_backend$", (*READ_EVERYTHING, "pg_signal_backend")),
    RestrictedFunctions("^(lo_.*|loread|lowrite)$", ()),
)
# The query of doctor and the tests: each closed function that PUBLIC, and so any role, may still
# call.
STILL_OPEN_QUERY = (
    "SELECT p.oid::regprocedure::text FROM pg_proc p "  # noqa: S608 - our own patterns
    "WHERE p.pronamespace = 'pg_catalog'::regnamespace "
    "AND has_function_privilege('public', p.oid, 'EXECUTE') "
    f"AND ({' OR '.join(f"p.proname ~ '{family.pattern}'" for family in CLOSED_FUNCTIONS)}) ORDER BY 1"
)
# Rights on PostgreSQL's own objects that were granted to a role of Saathi, or to everyone: the
# role, the name of a function or nothing, and a description. Rights from the creation of the server
# are left out.
MANUAL_GRANTS_QUERY = """
WITH given (class, object, part, acl, owner, function, words) AS (
    SELECT 'pg_proc'::regclass, p.oid, 0, p.proacl, p.proowner, p.proname::text, p.oid::regprocedure::text
      FROM pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.proacl IS NOT NULL
    UNION ALL
    SELECT 'pg_class'::regclass, c.oid, 0, c.relacl, c.relowner, '', c.relname::text
      FROM pg_class c WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relacl IS NOT NULL
    UNION ALL
    SELECT 'pg_class'::regclass, c.oid, a.attnum, a.attacl, c.relowner, '', c.relname || '.' || a.attname
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = 'pg_catalog'::regnamespace AND a.attacl IS NOT NULL
)
SELECT CASE WHEN a.grantee = 0 THEN 'everybody' ELSE a.grantee::regrole::text END, g.function, g.words
  FROM given g CROSS JOIN LATERAL aclexplode(g.acl) a
 WHERE a.grantee <> g.owner
   AND (a.grantee = 0 OR starts_with(a.grantee::regrole::text, 'saathi_'))
   AND NOT EXISTS (
       SELECT 1 FROM pg_init_privs i, LATERAL aclexplode(i.initprivs) j
        WHERE i.classoid = g.class AND i.objoid = g.object AND i.objsubid = g.part
          AND j.grantee = a.grantee AND j.privilege_type = a.privilege_type)
   AND (g.class <> 'pg_proc'::regclass OR a.grantee <> 0 OR EXISTS (
       SELECT 1 FROM pg_init_privs i WHERE i.classoid = g.class AND i.objoid = g.object))
 ORDER BY 1, 3
"""
# Also from roles that an earlier version granted them to.
_OURS = (
    "(SELECT string_agg(quote_ident(rolname), ', ') FROM pg_roles "
    "WHERE starts_with(rolname::text, 'saathi_') AND NOT rolsuper)"
)


def list_unexpected_grants(rows: Iterable[Sequence[str]]) -> list[tuple[str, str]]:
    """The rows of GIVEN_BY_HAND that no family of functions allows: role and description."""
    unexpected = []
    for grantee, function, words in rows:
        family = next(
            (
                closed
                for closed in CLOSED_FUNCTIONS
                if function and re.search(closed.pattern, function)
            ),
            None,
        )
        if family is None or grantee not in family.callers:
            unexpected.append((grantee, words))
    return unexpected


def restriction_sql() -> list[str]:
    """The statements that close these functions, for the superuser in each database; repeatable.

    One line each: a server in single-user mode reads a statement up to the end of its line.
    """
    statements = []
    done: list[str] = []
    for family in CLOSED_FUNCTIONS:
        earlier = "".join(f" AND proname !~ '{pattern}'" for pattern in done)
        grant = (
            f"EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO {', '.join(family.callers)}', f); "
            if family.callers
            else ""
        )
        statements.append(
            "DO $$ DECLARE f regprocedure; BEGIN FOR f IN SELECT oid FROM pg_proc "  # noqa: S608 - as above
            f"WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ '{family.pattern}'{earlier} LOOP "
            f"EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC, %s', f, {_OURS}); {grant}"
            "END LOOP; END $$"
        )
        done.append(family.pattern)
    return statements
