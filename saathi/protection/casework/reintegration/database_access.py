"""Who may call the functions of reintegration, which notices they give, and what stays open in a case.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import WORKER, DatabaseAccess
from saathi.protection.casework.reintegration.vocabulary import (
    MENTOR_ASKED_NOTICE,
    MENTOR_DECIDED_NOTICE,
    SIGN_RECORDED_NOTICE,
)

_MISSING = "public.reintegration_missing(the_file, today)"
# What a returned child's case lacks before it closes as recovered; of no other closure.
_OPEN = ",\n        ".join(
    f"CASE WHEN '{code}' = ANY ({_MISSING}) THEN '{code}' END"
    for code in ("return_early", "return_unheard", "return_sign")
)

ACCESS = DatabaseAccess(
    functions_of_other_roles={"reintegration_escalate(timestamptz, integer, integer)": WORKER},
    function_parts={
        "open_matters": _OPEN,  # see `cases/functions/open_matters.sql`
        # see `agencies/functions/notices.sql`
        "notices_to_leaders": f"'{MENTOR_ASKED_NOTICE.code}', '{SIGN_RECORDED_NOTICE.code}'",
        "notices_to_approvers": f"'{MENTOR_ASKED_NOTICE.code}'",
        # see `cases/functions/cover_notices.sql`
        "notices_to_workers": f"'{MENTOR_DECIDED_NOTICE.code}', '{SIGN_RECORDED_NOTICE.code}'",
    },
)
