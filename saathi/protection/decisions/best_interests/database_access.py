"""Who may ask about best interests in the database, and who gets which of their notices.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.agencies.vocabulary import TeamRole
from saathi.infra.database_access import DatabaseAccess
from saathi.protection.decisions.best_interests import panel_rules, rules
from saathi.protection.decisions.best_interests.vocabulary import (
    ASSESSMENT_ANSWERED_NOTICE,
    ASSESSMENT_NOTICE,
    DECIDED_NOTICE,
    KEY_FACTORS,
    RECONSIDERATION_NOTICE,
    REPORT_READY_NOTICE,
)

_TO_APPROVERS = (
    f"'{ASSESSMENT_NOTICE.code}', '{REPORT_READY_NOTICE.code}', '{RECONSIDERATION_NOTICE.code}'"
)

ACCESS = DatabaseAccess(
    web_functions=(
        "best_interests_in_force(uuid, text[], date)",
        "best_interests_on_record(uuid)",
        "best_interests_assessed(uuid, text[], text[], date)",
    ),
    function_parts={
        "best_interests_key_factors": ", ".join(
            f"'{factor.value}'" for factor in sorted(KEY_FACTORS)
        ),
        "best_interests_home_role": TeamRole.RESIDENTIAL_WORKER.value,
        "best_interests_panel_fields": str(panel_rules.MIN_FIELDS),
        "institution_review_days": str(rules.INSTITUTION_REVIEW_DAYS),  # see `determinations.sql`
        "notices_to_leaders": _TO_APPROVERS,  # see `agencies/functions/notices.sql`
        "notices_to_approvers": _TO_APPROVERS,
        # See `cases/functions/cover_notices.sql`.
        "notices_to_workers": f"'{ASSESSMENT_ANSWERED_NOTICE.code}', '{DECIDED_NOTICE.code}'",
    },
)
