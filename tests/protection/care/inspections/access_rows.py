"""The people who may open each address of `protection.care.inspections`."""

from tests.access import AccessRows

_SCREENS = "protection/care/inspections/test_screens.py"
ROWS = AccessRows(
    without_child={
        "inspections:list_by_risk",
        "inspections:list_inspections",
        "inspections:list_notices",
    },
    elsewhere=dict.fromkeys(
        (
            "inspections:agree_to_inspection",
            "inspections:assess_criterion",
            "inspections:begin_inspection",
            "inspections:cancel_inspection",
            "inspections:close_notice",
            "inspections:issue_inspection_notice",
            "inspections:issue_notice",
            "inspections:next_criterion",
            "inspections:plan_inspection",
            "inspections:record_account",
            "inspections:return_inspection",
            "inspections:show_inspection",
            "inspections:submit_inspection",
        ),
        _SCREENS,
    ),
)
