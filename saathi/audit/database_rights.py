"""The rights of each database role on the log. No role may change or remove anything.

Policy: changes here are reviewed by those responsible for access.
"""

from typing import Any, Protocol

TABLES = ("audit_entry", "audit_batch")

# The columns `at` and `xid` are missing on purpose. The database sets them, so that not even SQL
# injected into a request can backdate an entry or number it into a batch that is already sealed.
ENTRY_COLUMNS = 'id, kind, "by", agency, file_id, objects, purpose, request, detail'

WRITERS = (
    "saathi_app",
    "saathi_worker",
    "saathi_matcher",
    "saathi_eraser",
    "saathi_reporter",
    "saathi_analyst",
    "saathi_auditor",
)
APP = "saathi_app"
AUDITOR = "saathi_auditor"
MAINTENANCE = "saathi_maintenance"
MONITOR = "saathi_monitor"  # sees how many entries of a kind were written when, and nothing else
NUMBERING = "audit_xid(), audit_xid_offset(), audit_horizon(), audit_next()"
SEALER = "saathi_sealer"
WARDEN = "saathi_warden"


# Roles other than the web's write without naming a person; functions that know who acts write the
# entry for them.
NO_STAFF = '"by" IS NULL'


class RightsCursor(Protocol):
    """The cursor methods that are used here, of Django's or psycopg's cursor."""

    def execute(self, sql: Any, /) -> Any:
        """Runs a statement."""

    def fetchall(self) -> Any:
        """All rows."""


def rights_statements(*, app_writes: str) -> list[str]:
    """The statements that set policies and rights, in order; each may run again."""
    writers = ", ".join(WRITERS)
    others = ", ".join(role for role in WRITERS if role != APP)
    everyone = ", ".join((*WRITERS, SEALER, MAINTENANCE))
    return [
        f"REVOKE ALL ON audit_entry, audit_batch FROM PUBLIC, {WARDEN}, {everyone}",
        f"GRANT INSERT ({ENTRY_COLUMNS}) ON audit_entry TO {writers}",
        f"GRANT SELECT ON audit_entry, audit_batch TO {AUDITOR}, {SEALER}",
        f"GRANT SELECT (at, kind) ON audit_entry TO {MONITOR}",
        f"GRANT INSERT ON audit_batch TO {SEALER}",
        f"GRANT SELECT, INSERT ON audit_entry, audit_batch TO {MAINTENANCE}",
        # Functions that grant access write the entry themselves, and count refusals.
        f"GRANT SELECT, INSERT ({ENTRY_COLUMNS}) ON audit_entry TO {WARDEN}",
        f"GRANT EXECUTE ON FUNCTION audit_xid(), audit_xid_offset() TO {WARDEN}",
        # Tables that the functions in functions/unsealed.sql read.
        f"GRANT SELECT (number, xid_to, pending, sealed_at) ON audit_batch TO {WARDEN}",
        f"GRANT EXECUTE ON FUNCTION {NUMBERING} TO {everyone}",
        f"GRANT EXECUTE ON FUNCTION audit_ensure_partitions(integer) TO {SEALER}, {MAINTENANCE}",
        "DROP POLICY IF EXISTS written ON audit_entry",
        *_policy("audit_entry", "written_by_app", "INSERT", f"TO {APP} WITH CHECK ({app_writes})"),
        *_policy(
            "audit_entry", "written_by_others", "INSERT", f"TO {others} WITH CHECK ({NO_STAFF})"
        ),
        *_policy("audit_batch", "written", "INSERT", f"TO {SEALER} WITH CHECK (true)"),
        *_policy("audit_entry", "read", "SELECT", f"TO {AUDITOR}, {SEALER} USING (true)"),
        *_policy("audit_entry", "counted", "SELECT", f"TO {MONITOR} USING (true)"),
        *_policy("audit_batch", "read", "SELECT", f"TO {AUDITOR}, {SEALER} USING (true)"),
        "DROP POLICY IF EXISTS read_by_app ON audit_entry",
        "ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
        "ALTER TABLE audit_batch ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
    ]


def apply_rights(cursor: RightsCursor, *, app_reads: str = "", app_writes: str = NO_STAFF) -> None:
    """Sets the rights of every role on the log; run as the owner, any number of times.

    Run it again after anything that grants rights on all tables. `app_reads` is an SQL condition on
    `audit_entry` under which the web role may read an entry, as in `file_id IN (SELECT id FROM
    agencies_file)`; it comes from code, never from data. Without it the web role reads nothing. All
    roles read the parent table: only a backup may read its partitions. `app_writes` is the
    condition under which the web role may write an entry.
    """
    for statement in rights_statements(app_writes=app_writes):
        cursor.execute(statement)
    if app_reads:
        cursor.execute(f"GRANT SELECT ON audit_entry TO {APP}")
        cursor.execute(
            f"CREATE POLICY read_by_app ON audit_entry FOR SELECT TO {APP} USING ({app_reads})"
        )
    cursor.execute(
        "SELECT inhrelid::regclass::text FROM pg_inherits "
        "WHERE inhparent = 'audit_entry'::regclass ORDER BY 1"
    )
    everyone = ", ".join((*WRITERS, SEALER, MAINTENANCE, WARDEN))
    for (partition,) in cursor.fetchall():
        cursor.execute(f"REVOKE ALL ON {partition} FROM PUBLIC, {everyone}")
        cursor.execute(f"GRANT SELECT, INSERT ON {partition} TO {MAINTENANCE}")


def _policy(table: str, name: str, command: str, rest: str) -> list[str]:
    return [
        f"DROP POLICY IF EXISTS {name} ON {table}",
        f"CREATE POLICY {name} ON {table} FOR {command} {rest}",
    ]
