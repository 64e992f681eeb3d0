"""Who finds a page at each address of `protection.casework.handovers`."""

from tests.access import LEADER, WITH_MOTHER, AccessRows

ROWS = AccessRows(
    file={
        "handovers:list_handovers": WITH_MOTHER,
        "handovers:offer_case": {LEADER},
    },
    without_child={
        "handovers:list_offers",
    },
    elsewhere={
        "handovers:show_offer": "handovers/test_between_agencies.py",
        "handovers:withdraw_offer": "handovers/test_between_agencies.py",
    },
)
