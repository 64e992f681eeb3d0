"""What the database must allow for protection concerns.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import DatabaseAccess

ACCESS = DatabaseAccess(
    function_parts={  # see `desk/functions/case_list.sql`; the statuses are `CURRENT_STATUSES`
        "case_concerns": "SELECT c.file_id, c.concern AS code FROM public.concerns_protectionconcern c "
        "WHERE c.status IN ('reported', 'suspected', 'verified')",
    },
)
