"""Who finds a page at each address of `protection.identification.trafficking`."""

from tests.access import TEAM, AccessRows

ROWS = AccessRows(
    file={
        "trafficking:show_situation": TEAM,
        "trafficking:record_episode": TEAM,
    },
    elsewhere={
        "trafficking:change_episode": "trafficking/test_situation.py",
        "trafficking:add_leg": "trafficking/test_situation.py",
        "trafficking:change_leg": "trafficking/test_legs.py",
        "trafficking:remove_leg": "trafficking/test_legs.py",
    },
)
