"""The people who may open each address of `protection.casework.handovers`."""

from tests.access import LEADER, WITH_CARE_WORKER, AccessRows

ROWS = AccessRows(
    file={
        "handovers:list_handovers": WITH_CARE_WORKER,
        "handovers:offer_handover": {LEADER},
    },
    without_child={
        "handovers:list_office_handovers",
    },
    elsewhere={
        "handovers:show_handover": "handovers/test_between_agencies.py",
        "handovers:withdraw_handover": "handovers/test_between_agencies.py",
    },
)
