"""The people who may open each address of `protection.oversight.incidents`."""

from tests.access import TEAM, AccessRows

ROWS = AccessRows(
    file={
        "incidents:record_incident": TEAM,
    },
    without_child={
        "incidents:list_incidents",
    },
    elsewhere={
        "incidents:show_incident": "incidents/test_screens.py",
        "incidents:close_incident": "incidents/test_screens.py",
        "incidents:reopen_incident": "incidents/test_screens.py",
    },
)
