"""The people who may open each address of `protection.care.facilities`."""

from tests.access import AccessRows

_SCREENS = "protection/care/facilities/test_screens.py"
ROWS = AccessRows(
    without_child={
        "facilities:add_facility",
        "facilities:download_facilities",
        "facilities:import_facilities",
        "facilities:list_facilities",
        "facilities:print_facilities",
        "facilities:publish_facilities",
    },
    elsewhere=dict.fromkeys(
        (
            "facilities:act_on_facility",
            "facilities:change_address",
            "facilities:change_facility",
            "facilities:confirm_licence",
            "facilities:publish_address",
            "facilities:record_licence",
            "facilities:show_facility",
            "facilities:withdraw_licence",
        ),
        _SCREENS,
    ),
)
