"""Who may call the functions about care plans.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import DatabaseAccess

_OPEN_GOALS = """\
CASE WHEN EXISTS (SELECT 1 FROM public.care_plans_goal g
            JOIN public.care_plans_plan p ON p.id = g.plan_id
            WHERE p.case_id = of_case AND p.state = 'approved' AND g.state = 'open')
            THEN 'open_goals' END"""

ACCESS = DatabaseAccess(
    web_functions=("lock_case_plans(uuid)",),
    function_parts={"open_matters": _OPEN_GOALS},  # see `cases/functions/open_matters.sql`
)
