"""Who finds a page at each address of `protection.casework.notes`."""

from tests.access import WITH_MOTHER, AccessRows

ROWS = AccessRows(
    file={
        "notes:list_notes": WITH_MOTHER,
        "notes:leave_note": WITH_MOTHER,
    },
    elsewhere={
        "notes:end_note": "notes/test_screens.py",
    },
)
