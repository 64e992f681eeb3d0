"""The people who may open each address of `protection.identification.operations`."""

from tests.access import AccessRows

ROWS = AccessRows(
    without_child={
        "operations:add_operation",
        "operations:list_operations",
    },
    elsewhere={
        "operations:approve_operation": "operations/test_approval.py",
        "operations:add_risk": "operations/test_harm_check.py",
        "operations:show_operation": "operations/test_screens.py",
    },
)
