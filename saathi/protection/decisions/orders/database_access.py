"""Which notices about orders and safeguards go to the leaders of an office.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import DatabaseAccess
from saathi.protection.decisions.orders.vocabulary import SAFEGUARD_NOTICE

ACCESS = DatabaseAccess(
    function_parts={
        "notices_to_leaders": f"'{SAFEGUARD_NOTICE.code}'"
    },  # see `agencies/functions/notices.sql`
)
