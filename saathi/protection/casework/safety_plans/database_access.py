"""Which notices about safety plans go to the leaders of an office.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import DatabaseAccess
from saathi.protection.casework.safety_plans.vocabulary import SAFETY_PLAN_IN_DANGER_NOTICE

ACCESS = DatabaseAccess(
    function_parts={  # see `agencies/functions/notices.sql`
        "notices_to_leaders": f"'{SAFETY_PLAN_IN_DANGER_NOTICE.code}'",
    },
)
