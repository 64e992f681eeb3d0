"""The people who may open each address of `policy`."""

from tests.access import AccessRows

ROWS = AccessRows(
    without_child={
        "policy:show_law",
    },
    elsewhere={
        "policy:show_country": "policy/test_show_law.py",
        "policy:show_instrument": "policy/test_show_law.py",
    },
)
