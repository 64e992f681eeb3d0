"""The people who may open each address of `protection.care.care_committees`."""

from tests.access import AccessRows

_TESTS = "protection/care/care_committees/test_care_committees.py"
ROWS = AccessRows(
    without_child={
        "care_committees:add_committee",
        "care_committees:download_committees",
        "care_committees:import_committees",
        "care_committees:list_committees",
        "care_committees:publish_committees",
    },
    elsewhere=dict.fromkeys(
        (
            "care_committees:act_on_committee",
            "care_committees:change_committee",
            "care_committees:confirm_meeting",
            "care_committees:record_meeting",
            "care_committees:show_committee",
            "care_committees:withdraw_meeting",
        ),
        _TESTS,
    ),
)
