"""The people who may open each address of `protection.casework.notes`."""

from tests.access import WITH_MOTHER, AccessRows

ROWS = AccessRows(
    file={
        "notes:list_notes": WITH_MOTHER,
        "notes:add_note": WITH_MOTHER,
        "notes:add_task": WITH_MOTHER,
        "notes:add_flag": WITH_MOTHER,
        "notes:add_supervision_note": WITH_MOTHER,
    },
    elsewhere={
        "notes:close_note": "notes/test_screens.py",
        "notes:correct_note": "notes/test_case_notes.py",
        "notes:add_addendum": "notes/test_case_notes.py",
        "notes:list_note_versions": "notes/test_case_notes.py",
    },
)
