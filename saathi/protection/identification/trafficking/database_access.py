"""What trafficking contributes to SQL functions of other wings.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import DatabaseAccess

ACCESS = DatabaseAccess(
    function_parts={  # see `desk/functions/case_list.sql`
        "case_concerns": "SELECT e.file_id, 'trafficking' AS code FROM public.trafficking_episode e "
        "WHERE cardinality(e.acts) > 0 OR cardinality(e.purposes) > 0 "
        "OR e.sold = 'yes'",
    },
)
