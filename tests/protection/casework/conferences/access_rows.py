"""The people who may open each address of `protection.casework.conferences`."""

from tests.access import TEAM, AccessRows

ROWS = AccessRows(
    file={
        "conferences:list_conferences": TEAM,
        "conferences:add_conference": TEAM,
    },
    elsewhere={
        "conferences:change_conference": "conferences/test_conferences.py",
        "conferences:add_decision": "conferences/test_conferences.py",
        "conferences:end_decision": "conferences/test_conferences.py",
    },
)
