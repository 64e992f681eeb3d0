"""The people who may open each address of `protection.identification.matches`."""

from tests.access import AccessRows

ROWS = AccessRows(
    without_child={
        "matches:list_pairs",
        "matches:list_repeat_allegations",
    },
    elsewhere={
        "matches:show_pair": "matches/test_screens.py",
        "matches:show_repeat": "matches/test_repeats.py",
        "matches:undo_merge": "matches/test_undone_merges.py",
    },
)
