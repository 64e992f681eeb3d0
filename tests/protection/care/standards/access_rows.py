"""The people who may open each address of `protection.care.standards`."""

from tests.access import AccessRows

_SCREENS = "protection/care/standards/test_screens.py"
ROWS = AccessRows(
    without_child={
        "standards:add_model_set",
        "standards:add_standard_set",
        "standards:compare_standards",
        "standards:download_standard_sets",
        "standards:import_standard_sets",
        "standards:list_standard_sets",
        "standards:publish_standard_sets",
    },
    elsewhere=dict.fromkeys(
        (
            "standards:act_on_standard_set",
            "standards:change_criteria",
            "standards:change_standard_set",
            "standards:download_criteria",
            "standards:show_child_version",
            "standards:show_standard_set",
        ),
        _SCREENS,
    ),
)
