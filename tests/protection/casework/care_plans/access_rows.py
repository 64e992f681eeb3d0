"""Who finds a page at each address of `protection.casework.care_plans`."""

from tests.access import TEAM, WITH_MOTHER, AccessRows

ROWS = AccessRows(
    file={
        "care_plans:newest_plan": WITH_MOTHER,
        "care_plans:make_plan": TEAM,
        "care_plans:show_plan": WITH_MOTHER,
        "care_plans:print_plan": WITH_MOTHER,
        "care_plans:edit_plan": TEAM,
        "care_plans:add_goal": TEAM,
        "care_plans:edit_goal": TEAM,
        "care_plans:mark_goal": TEAM,
        "care_plans:add_step": TEAM,
        "care_plans:edit_step": TEAM,
        "care_plans:mark_step": TEAM,
    },
    elsewhere={
        "care_plans:ask_for_approval": "care_plans/test_plans.py",
        "care_plans:withdraw_request": "care_plans/test_plans.py",
    },
)
