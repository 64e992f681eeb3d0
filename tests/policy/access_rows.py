"""Who finds a page at each address of `policy`."""

from tests.access import AccessRows

ROWS = AccessRows(
    without_child={
        "policy:law",
    },
    elsewhere={
        "policy:country": "policy/test_show_law.py",
        "policy:instrument": "policy/test_show_law.py",
    },
)
