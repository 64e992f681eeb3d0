"""Who finds a page at each address of `protection.identification.missing`."""

from tests.access import TEAM, AccessRows

ROWS = AccessRows(
    file={
        "missing:show_missing": TEAM,
        "missing:change_child": TEAM,
        "missing:change_told": TEAM,
        "missing:add_search": TEAM,
        "missing:add_sighting": TEAM,
        "missing:settle_sighting": TEAM,
        "missing:record_found": TEAM,
        "missing:move_report": TEAM,
        "missing:close_report": TEAM,
        "missing:ask_for_notice": TEAM,
        "missing:show_notice": TEAM,
    },
    without_child={
        "missing:list_missing",
        "missing:report_missing",
    },
    elsewhere={
        "missing:withdraw_notice": "missing/test_screens.py",
        "missing:print_notice": "missing/test_screens.py",
    },
)
