"""The people who may open each address of `protection.casework.care_plans`."""

from saathi.protection.casework.care_plans.models import Goal, Step
from tests.access import TEAM, WITH_CARE_WORKER, AccessRows, AccessWorld
from tests.factories import plans
from tests.roles import acting


def records(world: AccessWorld) -> dict[str, object]:
    """A plan that waits for approval, with its goal and step."""
    plan, approval = plans.asked(world.case, world.worker)
    with acting(world.worker):
        goal = Goal.objects.get(plan=plan)
        step = Step.objects.get(goal=goal)
    return {
        "plan_id": plan.pk,
        "goal_id": goal.pk,
        "step_id": step.pk,
        "approval_id": approval.pk,
    }


ROWS = AccessRows(
    file={
        "care_plans:show_newest_plan": WITH_CARE_WORKER,
        "care_plans:create_plan": TEAM,
        "care_plans:show_plan": WITH_CARE_WORKER,
        "care_plans:print_plan": WITH_CARE_WORKER,
        "care_plans:edit_plan": TEAM,
        "care_plans:add_goal": TEAM,
        "care_plans:edit_goal": TEAM,
        "care_plans:record_goal_progress": TEAM,
        "care_plans:add_step": TEAM,
        "care_plans:edit_step": TEAM,
        "care_plans:record_step_progress": TEAM,
    },
    elsewhere={
        "care_plans:request_approval": "care_plans/test_plans.py",
        "care_plans:withdraw_approval_request": "care_plans/test_plans.py",
    },
    records=records,
)
