"""The people who may open each address of `protection.care.inspections`."""

from tests.access import AccessRows

_FOLDER = "protection/care/inspections"
_SCREENS = f"{_FOLDER}/test_screens.py"
ROWS = AccessRows(
    without_child={
        "inspections:list_by_risk",
        "inspections:list_inspections",
        "inspections:list_notices",
        "inspections:serve_offline_script",
    },
    elsewhere=dict.fromkeys(
        (
            "inspections:agree_to_inspection",
            "inspections:agree_to_notice",
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
            "inspections:withdraw_conflict",
        ),
        _SCREENS,
    )
    | dict.fromkeys(
        ("inspections:fill_checklist", "inspections:show_blank_checklist"),
        f"{_FOLDER}/test_checklist.py",
    )
    | dict.fromkeys(
        (
            "inspections:add_photo",
            "inspections:list_photos",
            "inspections:open_photo",
            "inspections:remove_photo",
        ),
        f"{_FOLDER}/test_photos.py",
    ),
)
