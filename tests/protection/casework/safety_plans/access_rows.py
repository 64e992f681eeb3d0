"""The people who may open each address of `protection.casework.safety_plans`."""

from tests.access import TEAM, WITH_CARE_WORKER, AccessRows

ROWS = AccessRows(
    file={
        "safety_plans:show_safety_plan": WITH_CARE_WORKER,
        "safety_plans:make_safety_plan": TEAM,
        "safety_plans:review_safety_plan": TEAM,
    },
)
