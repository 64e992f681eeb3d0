"""The people who may open each address of `evidence.external`."""

from tests.access import AccessRows

ROWS = AccessRows(
    without_child={
        "external:add_series",
        "external:list_series",
    },
    elsewhere={
        "external:show_series": "evidence/external/test_screens.py",
        "external:set_columns": "evidence/external/test_screens.py",
        "external:make_series_visible": "evidence/external/test_screens.py",
        "external:withdraw_series": "evidence/external/test_screens.py",
    },
)
