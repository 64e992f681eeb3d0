"""What case conferences keep open in a case, and which of their notices reach a covering colleague.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import DatabaseAccess
from saathi.protection.casework.conferences.vocabulary import DECISION_GIVEN_NOTICE

_OPEN_DECISIONS = """\
CASE WHEN EXISTS (SELECT 1 FROM public.conferences_conferencedecision d
            JOIN public.conferences_conference c ON c.id = d.conference_id
            WHERE c.case_id = of_case AND d.state = 'open')
            THEN 'open_decisions' END"""

ACCESS = DatabaseAccess(
    function_parts={
        "open_matters": _OPEN_DECISIONS,  # see `cases/functions/open_matters.sql`
        "notices_to_workers": f"'{DECISION_GIVEN_NOTICE.code}'",  # `cases/functions/cover_notices.sql`
    },
)
