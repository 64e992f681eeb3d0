"""The people who may open each address of `policy.courts`."""

from tests.access import AccessRows

ROWS = AccessRows(
    without_child={
        "courts:add_court",
        "courts:download_courts",
        "courts:import_courts",
        "courts:list_courts",
        "courts:publish_courts",
    },
    elsewhere={
        "courts:act_on_court": "policy/courts/test_courts.py",
        "courts:change_court": "policy/courts/test_courts.py",
        "courts:show_court": "policy/courts/test_courts.py",
    },
)
