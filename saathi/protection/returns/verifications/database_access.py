"""The limits of verifications that the database enforces too.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import DatabaseAccess
from saathi.protection.returns.verifications import rules

ACCESS = DatabaseAccess(
    function_parts={
        "verification_solution_days": str(rules.SOLUTION_DAYS),  # see `waiting.sql`
        # see `protection_screening/functions/origins.sql`
        "origins_of_file": (
            "SELECT v.country FROM public.verifications_originverification v WHERE v.file_id = of_file"
        ),
    },
)
