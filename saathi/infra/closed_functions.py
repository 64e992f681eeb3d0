"""Functions of PostgreSQL itself that are closed to the roles of Saathi, with the roles that need them.

PostgreSQL opens its functions to everybody. The statistics count what row-level security asked for
each table, also within one SELECT: whoever may call them learns about rows that are hidden. Advisory
locks let one role stop the work of another, and a large object of a stranger breaks `pg_dump`.
"""

from dataclasses import dataclass

# They read every row anyway.
READ_EVERYTHING = ("saathi_owner", "saathi_maintenance")


@dataclass(frozen=True)
class Closed:
    """A family of functions in pg_catalog, by a pattern of their names, and who may call them."""

    pattern: str
    callers: tuple[str, ...]


CLOSED: tuple[Closed, ...] = (
    # Sessions and locks of the server; nothing about a row. First: the next family holds them too.
    Closed(
        "^(pg_stat_get_activity|pg_stat_get_backend_.*|pg_lock_status)$",
        # The sealer looks as pg_read_all_stats, which it may become: see `audit.watch`.
        (*READ_EVERYTHING, "saathi_sealer", "saathi_worker", "pg_monitor", "pg_read_all_stats"),
    ),
    Closed(
        "^(pg_stat_get_.*|pg_stat_have_stats|pg_stat_force_next_flush|pg_stat_clear_snapshot)$",
        (*READ_EVERYTHING, "pg_monitor"),
    ),
    # The web role takes its locks through functions of the warden, see `infra.locks`.
    Closed(
        "^pg_(try_)?advisory_.*$",
        (*READ_EVERYTHING, "saathi_warden", "saathi_sealer", "saathi_matcher", "saathi_analyst"),
    ),
    Closed("^(lo_.*|loread|lowrite)$", ()),
)
# What doctor and tests ask: each function that PUBLIC, and so any role, may call although it is closed.
STILL_OPEN = (
    "SELECT p.oid::regprocedure::text FROM pg_proc p "  # noqa: S608 - our own patterns
    "WHERE p.pronamespace = 'pg_catalog'::regnamespace "
    "AND has_function_privilege('public', p.oid, 'EXECUTE') "
    f"AND ({' OR '.join(f"p.proname ~ '{family.pattern}'" for family in CLOSED)}) ORDER BY 1"
)


def sql() -> list[str]:
    """The statements that close them, for the superuser inside each database; each may run again.

    One line each: a server in single-user mode takes a statement up to the end of its line.
    """
    statements = []
    done: list[str] = []
    for family in CLOSED:
        earlier = "".join(f" AND proname !~ '{pattern}'" for pattern in done)
        grant = (
            f"EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO {', '.join(family.callers)}', f); "
            if family.callers
            else ""
        )
        statements.append(
            "DO $$ DECLARE f regprocedure; BEGIN FOR f IN SELECT oid FROM pg_proc "  # noqa: S608 - as above
            f"WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ '{family.pattern}'{earlier} LOOP "
            f"EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f); {grant}"
            "END LOOP; END $$"
        )
        done.append(family.pattern)
    return statements
