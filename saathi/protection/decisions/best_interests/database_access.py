"""Who may ask about best interests in the database, and who gets which of their notices.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import DatabaseAccess
from saathi.protection.decisions.best_interests.vocabulary import (
    ASSESSMENT_ANSWERED_NOTICE,
    ASSESSMENT_NOTICE,
    DECIDED_NOTICE,
    RECONSIDERATION_NOTICE,
    REPORT_READY_NOTICE,
)

_TO_APPROVERS = (
    f"'{ASSESSMENT_NOTICE.code}', '{REPORT_READY_NOTICE.code}', '{RECONSIDERATION_NOTICE.code}'"
)

ACCESS = DatabaseAccess(
    web_functions=(
        "best_interests_in_force(uuid, text[], date)",
        "best_interests_assessed(uuid, text[], text[], date)",
    ),
    function_parts={
        "notices_to_leaders": _TO_APPROVERS,  # see `agencies/functions/notices.sql`
        "notices_to_approvers": _TO_APPROVERS,
        # See `cases/functions/cover_notices.sql`.
        "notices_to_workers": f"'{ASSESSMENT_ANSWERED_NOTICE.code}', '{DECIDED_NOTICE.code}'",
    },
)
