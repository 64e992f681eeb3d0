"""Who finds a page at each address of `protection.casework.supplements`."""

from tests.access import WITH_MOTHER, AccessRows

ROWS = AccessRows(
    file={
        "supplements:list_filled": WITH_MOTHER,
        "supplements:fill_form": WITH_MOTHER,
        "supplements:show_filled": WITH_MOTHER,
        "supplements:change_filled": WITH_MOTHER,
    },
    without_child={
        "supplements:download_sample",
        "supplements:list_forms",
        "supplements:upload_form",
    },
    elsewhere={
        "supplements:edit_draft": "supplements/test_versions.py",
        "supplements:discard_draft": "supplements/test_versions.py",
        "supplements:show_form": "supplements/test_versions.py",
        "supplements:show_form_version": "supplements/test_versions.py",
        "supplements:end_form": "supplements/test_versions.py",
        "supplements:export_answers": "supplements/test_filling.py",
    },
)
