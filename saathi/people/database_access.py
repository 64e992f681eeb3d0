"""What the database lets each role do with tokens, and who may open a file by the child's code.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.agencies.rls_conditions import has_right_sql
from saathi.infra.database_access import APP, ERASER, MATCHER, DatabaseAccess, RowPolicy

_AGREED = "erasure_agreed(file_id)"

ACCESS = DatabaseAccess(
    proved_functions=("access_break_glass(text, integer, text)", "token_clear(uuid)"),
    grants=(
        f"GRANT SELECT, INSERT ON people_token TO {APP}",
        f"GRANT SELECT ON people_token TO {MATCHER}",
        f"GRANT SELECT (file_id), DELETE ON people_token TO {ERASER}",
    ),
    # Tokens follow the child's identity; the matcher sees tokens and file ids, but no names.
    policies=(
        RowPolicy(
            *("people_token", "web_reads", "SELECT", APP),
            using=has_right_sql("people_token.file_id", "reads", 1),
        ),
        RowPolicy(
            *("people_token", "web_adds", "INSERT", APP),
            check=has_right_sql("people_token.file_id", "writes", 1),
        ),
        RowPolicy("people_token", "matcher_reads", "SELECT", MATCHER, using="true"),
        # See `agencies/database_access.py`: the eraser destroys what two people agreed on.
        RowPolicy("people_token", "eraser_reads", "SELECT", ERASER, using=_AGREED),
        RowPolicy("people_token", "eraser_removes", "DELETE", ERASER, using=_AGREED),
    ),
    token_tables=("people_token",),
)
