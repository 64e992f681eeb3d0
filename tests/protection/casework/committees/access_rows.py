"""The people who may open each address of `protection.casework.committees`."""

from tests.access import LEADER, WITH_CARE_WORKER, AccessRows

ROWS = AccessRows(
    file={
        "committees:list_follow_ups": WITH_CARE_WORKER,
        "committees:request_follow_up": {LEADER},
    },
    without_child={
        "committees:list_assigned_follow_ups",
    },
    steps={
        "committees:respond_to_observation": "committees/test_screens.py",
    },
    elsewhere={
        "committees:end_follow_up": "committees/test_screens.py",
        "committees:show_follow_up": "committees/test_screens.py",
    },
)
