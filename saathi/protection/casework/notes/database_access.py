"""What notes and tasks keep open in a case, and which of their notices reach a covering colleague.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import DatabaseAccess
from saathi.protection.casework.notes.vocabulary import TASK_ANSWERED_NOTICE, TASK_GIVEN_NOTICE

_OPEN_TASKS = """\
CASE WHEN EXISTS (SELECT 1 FROM public.notes_note n
            WHERE n.case_id = of_case AND n.state = 'stands' AND n.audience = 'team'
              AND n.kind <> 'flag' AND n.until IS NOT NULL)
            THEN 'open_tasks' END"""

ACCESS = DatabaseAccess(
    function_parts={  # see `open_matters.sql` and `cover_notices.sql` of cases
        "open_matters": _OPEN_TASKS,
        "notices_to_workers": f"'{TASK_GIVEN_NOTICE.code}', '{TASK_ANSWERED_NOTICE.code}'",
    },
)
