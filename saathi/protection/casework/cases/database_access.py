"""Who may call the functions about cases.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import WORKER, DatabaseAccess
from saathi.protection.casework.cases.due_rules import FIXED_DUTIES, POSTPONED_DAYS
from saathi.protection.casework.cases.duty_sections import (
    CALCULATED_DUTIES,
    DUTY_SOURCE_SECTIONS,
    SECTIONS_OF_DUTY,
)
from saathi.protection.casework.cases.vocabulary import (
    APPROVAL_ASKED_NOTICE,
    APPROVAL_GIVEN_NOTICE,
    CHILD_NOT_MET_NOTICE,
    CHILD_UNSAFE_NOTICE,
    COMING_OF_AGE_NOTICE,
    CONTACT_PREVENTED_NOTICE,
    DANGER_ENDED_NOTICE,
    DANGER_LINKED_NOTICE,
    DEATH_CLOSING_NOTICE,
    SENT_BACK_NOTICE,
)

ACCESS = DatabaseAccess(
    web_functions=(
        "complete_open_matters(uuid)",
        "complete_caseload(uuid[])",
        "cases_spread(uuid[], date)",
        "calendar_feed(text, date, date)",
        "supervision_overview(uuid[], date, date, integer)",
        "supervision_list(uuid[], date, date, integer, text, uuid, integer, integer)",
        "due_readers_among(uuid, uuid[])",
        "approvals_first(uuid[], integer)",
    ),
    function_parts={
        # see `functions/duty_moves.sql`
        "sections_of_duty": " ".join(
            f"WHEN '{duty.value}' THEN {int(section)}" for duty, section in SECTIONS_OF_DUTY.items()
        ),
        "duty_sources": str(int(DUTY_SOURCE_SECTIONS)),
        "calculated_duties": ", ".join(f"'{duty.value}'" for duty in CALCULATED_DUTIES),
        "fixed_duties": ", ".join(f"'{duty.value}'" for duty in sorted(FIXED_DUTIES)),
        "postponed_days": str(POSTPONED_DAYS),
        # see `agencies/functions/notices.sql`
        "notices_to_leaders": f"'{APPROVAL_ASKED_NOTICE.code}', '{CHILD_NOT_MET_NOTICE.code}', "
        f"'{CHILD_UNSAFE_NOTICE.code}', '{DANGER_ENDED_NOTICE.code}', "
        f"'{CONTACT_PREVENTED_NOTICE.code}', '{DANGER_LINKED_NOTICE.code}', "
        f"'{DEATH_CLOSING_NOTICE.code}'",
        "notices_to_approvers": f"'{APPROVAL_ASKED_NOTICE.code}', '{DEATH_CLOSING_NOTICE.code}'",
        # See `functions/cover_notices.sql`.
        "notices_to_workers": f"'{APPROVAL_GIVEN_NOTICE.code}', '{SENT_BACK_NOTICE.code}', "
        f"'{COMING_OF_AGE_NOTICE.code}', '{DANGER_ENDED_NOTICE.code}'",
        "files_of_notices": "SELECT a.id AS record, a.file_id FROM public.cases_approval a",
    },
    functions_of_other_roles={"case_coming_of_age(integer)": WORKER},
)
