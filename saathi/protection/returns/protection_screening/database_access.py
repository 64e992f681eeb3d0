"""Who may ask whether a country of origin may be contacted, and who gets which notice.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import DatabaseAccess
from saathi.protection.returns.protection_screening.vocabulary import (
    CONTACT_ASKED_NOTICE,
    CONTACT_DECIDED_NOTICE,
    ORIGIN_CONTACTED_NOTICE,
)

ACCESS = DatabaseAccess(
    web_functions=(
        "origin_contact_gate(uuid)",
        "origin_reads_signs(uuid)",
        "origin_safeguard_on(uuid, date, text, text, text, text[])",
    ),
    function_parts={  # see `agencies/functions/notices.sql` and `cases/functions/cover_notices.sql`
        "notices_to_leaders": f"'{CONTACT_ASKED_NOTICE.code}'",
        "notices_to_approvers": f"'{CONTACT_ASKED_NOTICE.code}'",
        "notices_to_workers": f"'{CONTACT_DECIDED_NOTICE.code}', '{ORIGIN_CONTACTED_NOTICE.code}'",
    },
)
