"""The people who may open each address of `evidence`."""

from tests.access import AccessRows

ROWS = AccessRows(
    without_child={
        "evidence:download_detected",
        "evidence:show_detected",
        "evidence:show_equity",
        "evidence:show_flows",
        "evidence:show_statistics",
    },
    elsewhere={
        "evidence:download_indicator": "evidence/indicators/test_screens.py",
        "evidence:show_indicator": "evidence/indicators/test_screens.py",
    },
)
