"""The people who may open each address of `protection.identification.operations`."""

from tests.access import AccessRows

ROWS = AccessRows(
    without_child={
        "operations:add_operation",
        "operations:list_operations",
    },
    elsewhere={
        "operations:show_operation": "operations/test_screens.py",
    },
)
