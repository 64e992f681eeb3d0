"""Which notices of family tracing go to the leaders of an office, and which to a covering colleague.

The functions are triggers and what these ask. The web role itself asks only whether a "no" of the
child in another file holds, which answer counts (`functions/views.sql`), and what the facilities are
called in which the child lives (`functions/places.sql`).
Policy: changes here are reviewed by those responsible for access.
"""

import json

from saathi.infra.database_access import DatabaseAccess
from saathi.protection.returns.tracing import change_rules, family_rules, reunification_rules
from saathi.protection.returns.tracing.vocabulary import (
    REUNIFICATION_ASKED_NOTICE,
    REUNIFICATION_DECIDED_NOTICE,
    VERIFICATION_SUBMITTED_NOTICE,
)

ACCESS = DatabaseAccess(
    web_functions=(
        "tracing_no_elsewhere(uuid, text)",
        "tracing_wish_that_counts(uuid)",
        "tracing_places_of_child(uuid)",
    ),
    function_parts={
        # see `protection_screening/functions/young.sql`
        "answers_of_child": "SELECT 1 FROM public.tracing_childtracingview v WHERE v.file_id = of_file "
        "AND v.wish NOT IN ('too_young', 'not_asked')",
        # see `functions/tracing.sql`
        "tracing_view_days": str(reunification_rules.VIEW_DAYS),
        "tracing_home_valid_days": str(family_rules.HOME_VALID_DAYS),
        # see `functions/changes.sql`
        "tracing_part_ranks": f"'{json.dumps(change_rules.PART_RANKS)}'::jsonb",
        "tracing_violence_ranks": f"'{json.dumps(change_rules.VIOLENCE_RANKS)}'::jsonb",
        "tracing_result_ranks": f"'{json.dumps(change_rules.RESULT_RANKS)}'::jsonb",
        # see `agencies/functions/notices.sql`
        "notices_to_leaders": (
            f"'{VERIFICATION_SUBMITTED_NOTICE.code}', '{REUNIFICATION_ASKED_NOTICE.code}'"
        ),
        "notices_to_approvers": (
            f"'{VERIFICATION_SUBMITTED_NOTICE.code}', '{REUNIFICATION_ASKED_NOTICE.code}'"
        ),
        # see `cases/functions/cover_notices.sql`
        "notices_to_workers": f"'{REUNIFICATION_DECIDED_NOTICE.code}'",
    },
)
