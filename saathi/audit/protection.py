"""Which database role may do what with the log. Nobody may change or remove anything."""

from django.db.backends.utils import CursorWrapper

ENTRY_COLUMNS = 'id, kind, "by", agency, file_id, objects, purpose, request, detail'

# Not among the columns: `at` and `xid`. The database sets them, so that not even SQL slipped into a
# request can date an entry back or number it into a batch that is sealed already.
WRITERS = (
    "saathi_app",
    "saathi_worker",
    "saathi_matcher",
    "saathi_reporter",
    "saathi_analyst",
    "saathi_auditor",
)
MAINTENANCE = "saathi_maintenance"
AUDITOR = "saathi_auditor"
SEALER = "saathi_sealer"
APP = "saathi_app"

_RIGHTS = f"""
REVOKE ALL ON audit_entry, audit_batch FROM PUBLIC;
REVOKE ALL ON audit_entry, audit_batch FROM {", ".join((*WRITERS, SEALER, MAINTENANCE))};

GRANT INSERT ({ENTRY_COLUMNS}) ON audit_entry TO {", ".join(WRITERS)};
GRANT SELECT ON audit_entry, audit_batch TO {AUDITOR};
GRANT SELECT ON audit_entry TO {SEALER};
GRANT SELECT, INSERT ON audit_batch TO {SEALER};
GRANT SELECT, INSERT ON audit_entry, audit_batch TO {MAINTENANCE};

GRANT EXECUTE ON FUNCTION audit_xid(), audit_xid_offset(), audit_horizon(), audit_next()
  TO {", ".join((*WRITERS, SEALER, MAINTENANCE))};
GRANT EXECUTE ON FUNCTION audit_ensure_partitions(integer) TO {SEALER}, {MAINTENANCE};

DROP POLICY IF EXISTS audit_entry_read ON audit_entry;
CREATE POLICY audit_entry_read ON audit_entry FOR SELECT TO {AUDITOR}, {SEALER} USING (true);
DROP POLICY IF EXISTS audit_batch_read ON audit_batch;
CREATE POLICY audit_batch_read ON audit_batch FOR SELECT TO {AUDITOR}, {SEALER} USING (true);
DROP POLICY IF EXISTS audit_entry_read_by_app ON audit_entry;
"""


def apply_rights(cursor: CursorWrapper, *, app_reads: str = "") -> None:
    """Sets the rights of every role on the log, as often as you like; run as the owner of the tables.

    `app_reads` is an SQL condition on `audit_entry` under which the web role may read an entry, as in
    `file_id IN (SELECT id FROM agencies_file)`; it comes from code, never from data. Without it the
    web role reads nothing. A reader queries the parent table only: partitions carry no grants.
    """
    cursor.execute(_RIGHTS)
    if app_reads:
        cursor.execute(f"GRANT SELECT ON audit_entry TO {APP}")
        cursor.execute(
            "CREATE POLICY audit_entry_read_by_app ON audit_entry "
            f"FOR SELECT TO {APP} USING ({app_reads})"
        )
    cursor.execute(
        "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'audit_entry'::regclass"
    )
    for (partition,) in cursor.fetchall():
        cursor.execute(f"REVOKE ALL ON {partition} FROM PUBLIC")
        cursor.execute(f"GRANT SELECT, INSERT ON {partition} TO {MAINTENANCE}")
