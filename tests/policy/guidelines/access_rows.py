"""The people who may open each address of `policy.guidelines`."""

from tests.access import AccessRows

_TESTS = "policy/guidelines/test_guidelines.py"
ROWS = AccessRows(
    without_child={
        "guidelines:add_guideline",
        "guidelines:download_guidelines",
        "guidelines:import_guidelines",
        "guidelines:list_guidelines",
        "guidelines:publish_guidelines",
    },
    elsewhere=dict.fromkeys(
        (
            "guidelines:acknowledge_guideline",
            "guidelines:act_on_guideline",
            "guidelines:change_guideline",
            "guidelines:show_guideline",
        ),
        _TESTS,
    ),
)
