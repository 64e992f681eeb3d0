"""The people who may open each address of `protection.care.premises`."""

from tests.access import AccessRows

_SCREENS = "protection/care/premises/test_screens.py"
ROWS = AccessRows(
    without_child={
        "premises:add_premises",
        "premises:download_all_premises",
        "premises:import_all_premises",
        "premises:list_all_premises",
        "premises:publish_all_premises",
    },
    elsewhere={
        "premises:act_on_premises": _SCREENS,
        "premises:change_premises": _SCREENS,
        "premises:show_premises": _SCREENS,
    },
)
