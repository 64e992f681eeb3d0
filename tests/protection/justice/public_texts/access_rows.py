"""The people who may open each address of `protection.justice.public_texts`."""

from tests.access import TEAM, AccessRows

ROWS = AccessRows(
    file={
        "public_texts:list_texts": TEAM,
        "public_texts:write_text": TEAM,
    },
    elsewhere={
        "public_texts:show_text": "public_texts/test_screens.py",
        "public_texts:change_text": "public_texts/test_screens.py",
        "public_texts:confirm_text_step": "public_texts/test_screens.py",
    },
)
