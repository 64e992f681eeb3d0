"""The people who may open each address of `evidence.prevalence`."""

from tests.access import AccessRows

ROWS = AccessRows(
    without_child={
        "prevalence:add_estimate",
        "prevalence:list_estimates",
    },
    elsewhere={
        "prevalence:show_estimate": "evidence/prevalence/test_screens.py",
        "prevalence:confirm_estimate_step": "evidence/prevalence/test_screens.py",
    },
)
