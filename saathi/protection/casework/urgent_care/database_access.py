"""Which notices time-critical care gives to those who lead an office.

Policy: changes here are reviewed by those who answer for access.
"""

from saathi.infra.database_access import DatabaseAccess
from saathi.protection.casework.urgent_care.vocabulary import URGENT_CARE_NOTICE

ACCESS = DatabaseAccess(
    function_parts={"notices_to_leaders": f"'{URGENT_CARE_NOTICE.code}'"},
)
