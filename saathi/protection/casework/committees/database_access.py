"""Who may call the functions of local committees, and which notices reach a covering colleague.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import DatabaseAccess
from saathi.protection.casework.committees.vocabulary import (
    COMMITTEE_DANGER_NOTICE,
    COMMITTEE_TOLD_NOTICE,
)

ACCESS = DatabaseAccess(
    proved_functions=(
        "committee_tell(uuid, uuid, date, text, text, bytea)",
        "committee_respond(uuid)",
    ),
    web_functions=("committee_request_ended(uuid)",),
    function_parts={  # see `cases/functions/cover_notices.sql`
        "notices_to_workers": f"'{COMMITTEE_TOLD_NOTICE.code}', '{COMMITTEE_DANGER_NOTICE.code}'",
    },
)
