"""Which notices of the control of a child's money go to whom.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import DatabaseAccess
from saathi.protection.justice.compensation import rules
from saathi.protection.justice.compensation.vocabulary import (
    CONTROL_ASKED_NOTICE,
    CONTROL_DECIDED_NOTICE,
    PAID_ELSEWHERE_NOTICE,
)

ACCESS = DatabaseAccess(
    function_parts={
        # see `functions/control.sql`
        "money_risk_review_days": str(rules.RISK_REVIEW_DAYS),
        # see `agencies/functions/notices.sql`
        "notices_to_leaders": f"'{CONTROL_ASKED_NOTICE.code}', '{PAID_ELSEWHERE_NOTICE.code}'",
        "notices_to_approvers": f"'{CONTROL_ASKED_NOTICE.code}'",
        # see `cases/functions/cover_notices.sql`
        "notices_to_workers": f"'{CONTROL_DECIDED_NOTICE.code}'",
    },
)
