"""Who may call the functions of reintegration, which notices they give, and what stays open in a case.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.agencies.rls_conditions import OF_OWN_AGENCY, PERMISSIONS_OF_ACTOR
from saathi.infra.database_access import APP, WORKER, DatabaseAccess, RowPolicy
from saathi.protection.casework.reintegration.vocabulary import (
    EXCEPTION_ASKED_NOTICE,
    EXCEPTION_DECIDED_NOTICE,
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
_OPEN += (
    ",\n        CASE WHEN public.reintegration_unfollowed(the_file) THEN 'transfer_unfollowed' END"
)

# Recordings of questions are about no child: the agency's staff play those that are approved; an
# administrator adds them, and another one or a supervisor decides.
_SOUNDS = "reintegration_questionrecording"
_MAY_DECIDE = f"{OF_OWN_AGENCY} AND ARRAY['manage_offices', 'approve'] && {PERMISSIONS_OF_ACTOR}"
_BY_ADMINISTRATOR = (
    f"{OF_OWN_AGENCY} AND 'manage_offices' = ANY {PERMISSIONS_OF_ACTOR} "
    "AND recorded_by = (SELECT access_staff()) AND state = 'proposed'"
)
_POLICIES = (
    RowPolicy(
        _SOUNDS,
        "web_reads",
        "SELECT",
        APP,
        using=f"({OF_OWN_AGENCY} AND state = 'approved') OR ({_MAY_DECIDE})",
    ),
    RowPolicy(_SOUNDS, "web_adds", "INSERT", APP, check=_BY_ADMINISTRATOR),
    RowPolicy(_SOUNDS, "web_decides", "UPDATE", APP, using=_MAY_DECIDE, check=_MAY_DECIDE),
)
_DECISION = "state, published_by, published_at, withdrawn_by, withdrawn_at, why_withdrawn"

ACCESS = DatabaseAccess(
    grants=(
        f"GRANT SELECT, INSERT ON {_SOUNDS} TO {APP}",
        f"GRANT UPDATE ({_DECISION}) ON {_SOUNDS} TO {APP}",
    ),
    policies=_POLICIES,
    web_functions=("reintegration_end_needs_second(uuid, date)",),
    functions_of_other_roles={
        "reintegration_escalate(timestamptz, integer, integer)": WORKER,
        "reintegration_escalate_answers(timestamptz, integer)": WORKER,
        "reintegration_family_dues(integer)": WORKER,
    },
    function_parts={
        "open_matters": _OPEN,  # see `cases/functions/open_matters.sql`
        # see `agencies/functions/notices.sql`
        "notices_to_leaders": f"'{MENTOR_ASKED_NOTICE.code}', '{SIGN_RECORDED_NOTICE.code}', "
        f"'{EXCEPTION_ASKED_NOTICE.code}'",
        "notices_to_approvers": f"'{MENTOR_ASKED_NOTICE.code}', '{EXCEPTION_ASKED_NOTICE.code}'",
        # see `cases/functions/cover_notices.sql`
        "notices_to_workers": f"'{MENTOR_DECIDED_NOTICE.code}', '{SIGN_RECORDED_NOTICE.code}', "
        f"'{EXCEPTION_DECIDED_NOTICE.code}'",
    },
)
