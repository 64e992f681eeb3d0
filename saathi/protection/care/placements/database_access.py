"""Who may call the functions of placements, and which notices they give.

The occupancy of facilities is a number for each facility, for staff who may see the facility; it
names no child. Statistics learn the result of an inspection, never which facility it was of.
The team learns that a search for the child goes on, and since when; the report has readers of its own.
Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import ANALYST, DatabaseAccess
from saathi.protection.care.placements import agreement_rules
from saathi.protection.care.placements.decided_rules import agreeing_kinds_sql
from saathi.protection.care.placements.review_rules import RESIDENT_DAYS
from saathi.protection.care.placements.rules import (
    CONTINUED_DAYS,
    EXCEPTION_DAYS,
    OF_OURS_ALONE,
)
from saathi.protection.care.placements.vocabulary import (
    EXCEPTION_DECIDED_NOTICE,
    EXCEPTION_REQUESTED_NOTICE,
    MISSING_FROM_CARE_NOTICE,
    PLACEMENT_UNMET_NOTICE,
)

# A child is not left in care without anyone who follows it up: a placement is ended first, or it is
# arranged who does. That counts for `rules.CONTINUED_DAYS`: a case that is closed again asks again.
_PLACED = "SELECT 1 FROM public.placements_placement l WHERE l.file_id = the_file AND"
_OPEN = f"""\
CASE WHEN EXISTS ({_PLACED} l.state = 'current'
            AND (l.continued_on IS NULL OR l.continued_on < today - {CONTINUED_DAYS}))
            THEN 'placement_open' END,
        CASE WHEN EXISTS ({_PLACED} l.state IN ('proposed', 'returned')) THEN 'placement_waiting' END"""

ACCESS = DatabaseAccess(
    web_functions=(
        "placement_occupancy(uuid[])",
        "placement_residents(uuid)",
        "placement_stop_reviews(uuid)",
        "placement_review_criteria(uuid)",
        "placement_free_facilities(text)",
        "placement_had_exception(uuid, uuid)",
        "placement_had_short_stay(uuid, date)",
        "placement_earlier_no(uuid, text, uuid, uuid)",
        "placement_earlier_exception(uuid, text, uuid)",
        "placement_search_since(uuid)",
        "placement_departures(uuid)",
        "placement_differs(uuid, text, text)",
    ),
    functions_of_other_roles={"placement_inspections()": ANALYST},
    function_parts={
        "open_matters": _OPEN,  # see `cases/functions/open_matters.sql`
        # see `functions/placements.sql` and `agreements.sql`
        "placement_exception_days": str(EXCEPTION_DAYS),
        "placement_of_ours_alone": ", ".join(f"'{code}'" for code in sorted(OF_OURS_ALONE)),
        "placement_emergency_days": str(agreement_rules.EMERGENCY_DAYS),
        "placement_transit_days": str(agreement_rules.TRANSIT_DAYS),
        "placement_resident_days": str(RESIDENT_DAYS),
        "placement_short_again_days": str(agreement_rules.SHORT_AGAIN_DAYS),
        "placement_agreeing_kinds": agreeing_kinds_sql(),  # see `functions/agreements.sql`
        # see `services/functions/facility_entries.sql`
        "placements_of_file": "SELECT l.facility_id, l.started_on, l.ended_on, l.kind "
        "FROM public.placements_placement l "
        "WHERE l.file_id = the_file AND l.state IN ('current', 'ended')",
        # see `agencies/functions/notices.sql`
        "notices_to_leaders": f"'{EXCEPTION_REQUESTED_NOTICE.code}', "
        f"'{PLACEMENT_UNMET_NOTICE.code}', '{MISSING_FROM_CARE_NOTICE.code}'",
        "notices_to_approvers": f"'{EXCEPTION_REQUESTED_NOTICE.code}'",
        # see `cases/functions/cover_notices.sql`
        "notices_to_workers": f"'{EXCEPTION_DECIDED_NOTICE.code}', "
        f"'{MISSING_FROM_CARE_NOTICE.code}'",
    },
)
