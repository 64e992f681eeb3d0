"""The people who may open each address of `evidence.research`."""

from tests.access import AccessRows

ROWS = AccessRows(
    without_child={
        "research:add_request",
        "research:list_requests",
    },
    elsewhere={
        "research:show_request": "evidence/research/test_screens.py",
        "research:download_extract": "evidence/research/test_screens.py",
        "research:confirm_request_step": "evidence/research/test_screens.py",
    },
)
