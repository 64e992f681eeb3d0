"""Which notices about case conferences reach a covering colleague.

Policy: changes here are reviewed by those who answer for access.
"""

from saathi.infra.database_access import DatabaseAccess
from saathi.protection.casework.conferences.vocabulary import DECISION_GIVEN_NOTICE

ACCESS = DatabaseAccess(
    function_parts={  # see `cases/functions/cover_notices.sql`
        "notices_to_workers": f"'{DECISION_GIVEN_NOTICE.code}'",
    },
)
