"""Which notices about public texts go to an office's leaders and covering colleagues.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import DatabaseAccess
from saathi.protection.justice.public_texts.vocabulary import TEXT_DECIDED_NOTICE, TEXT_WAITS_NOTICE

ACCESS = DatabaseAccess(
    function_parts={  # see `agencies/functions/notices.sql`
        "notices_to_leaders": f"'{TEXT_WAITS_NOTICE.code}'",
        "notices_to_approvers": f"'{TEXT_WAITS_NOTICE.code}'",
        "notices_to_workers": f"'{TEXT_DECIDED_NOTICE.code}'",  # see `cover_notices.sql` of cases
    },
)
