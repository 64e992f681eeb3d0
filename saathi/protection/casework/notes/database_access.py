"""What notes and tasks keep open in a case.

Policy: changes here are reviewed by those who answer for access.
"""

from saathi.infra.database_access import DatabaseAccess

_OPEN_TASKS = """\
CASE WHEN EXISTS (SELECT 1 FROM public.notes_note n
            WHERE n.case_id = of_case AND n.state = 'stands' AND n.audience = 'team'
              AND n.kind <> 'flag' AND n.until IS NOT NULL)
            THEN 'open_tasks' END"""

ACCESS = DatabaseAccess(
    function_parts={"open_matters": _OPEN_TASKS},  # see `cases/functions/open_matters.sql`
)
