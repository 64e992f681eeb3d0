"""Who may call the functions of placements, and which notices they give.

The occupancy of facilities is a number for each facility, for staff who may see the facility; it
names no child. Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import DatabaseAccess
from saathi.protection.care.placements.vocabulary import (
    EXCEPTION_DECIDED_NOTICE,
    EXCEPTION_REQUESTED_NOTICE,
    MISSING_FROM_CARE_NOTICE,
    PLACEMENT_UNMET_NOTICE,
)

ACCESS = DatabaseAccess(
    web_functions=(
        "placement_occupancy(uuid[])",
        "placement_free_facilities(text)",
        "placement_had_exception(uuid, uuid)",
    ),
    function_parts={
        # see `agencies/functions/notices.sql`
        "notices_to_leaders": f"'{EXCEPTION_REQUESTED_NOTICE.code}', "
        f"'{PLACEMENT_UNMET_NOTICE.code}', '{MISSING_FROM_CARE_NOTICE.code}'",
        "notices_to_approvers": f"'{EXCEPTION_REQUESTED_NOTICE.code}'",
        # see `cases/functions/cover_notices.sql`
        "notices_to_workers": f"'{EXCEPTION_DECIDED_NOTICE.code}', "
        f"'{MISSING_FROM_CARE_NOTICE.code}'",
    },
)
