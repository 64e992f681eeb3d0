"""Which notices urgent care sends to those who lead an office, and what it keeps open.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import DatabaseAccess
from saathi.protection.casework.urgent_care.vocabulary import URGENT_CARE_NOTICE

_OPEN_CARE = """\
CASE WHEN EXISTS (SELECT 1 FROM public.urgent_care_urgentcare u
            WHERE u.file_id = the_file AND u.ended_on IS NULL)
            THEN 'open_care' END"""

ACCESS = DatabaseAccess(
    function_parts={
        "notices_to_leaders": f"'{URGENT_CARE_NOTICE.code}'",
        "open_matters": _OPEN_CARE,  # see `cases/functions/open_matters.sql`
    },
)
