"""Who finds a page at each address of `protection.casework.notes`."""

from tests.access import WITH_MOTHER, AccessRows

ROWS = AccessRows(
    file={
        "notes:list_notes": WITH_MOTHER,
        "notes:add_note": WITH_MOTHER,
    },
    elsewhere={
        "notes:close_note": "notes/test_screens.py",
    },
)
