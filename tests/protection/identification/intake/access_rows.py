"""Who finds a page at each address of `protection.identification.intake`."""

from tests.access import TEAM, AccessRows

ROWS = AccessRows(
    file={
        "intake:show_report": TEAM,
        "intake:record_outcome": TEAM,
        "intake:hand_over": TEAM,
        "intake:show_contact": TEAM,
        "intake:turn_contact": TEAM,
        "intake:refer": TEAM,
        "intake:follow_referral": TEAM,
    },
    without_child={
        "intake:enter_papers",
        "intake:list_contacts",
        "intake:list_reports",
        "intake:record_contact",
        "intake:record_report",
    },
)
