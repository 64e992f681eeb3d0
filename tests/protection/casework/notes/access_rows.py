"""The people who may open each address of `protection.casework.notes`."""

from tests.access import WITH_CARE_WORKER, AccessRows

ROWS = AccessRows(
    file={
        "notes:list_notes": WITH_CARE_WORKER,
        "notes:add_note": WITH_CARE_WORKER,
        "notes:add_task": WITH_CARE_WORKER,
        "notes:add_flag": WITH_CARE_WORKER,
        "notes:add_supervision_note": WITH_CARE_WORKER,
    },
    elsewhere={
        "notes:close_note": "notes/test_screens.py",
        "notes:correct_note": "notes/test_case_notes.py",
        "notes:add_addendum": "notes/test_case_notes.py",
        "notes:list_note_versions": "notes/test_case_notes.py",
    },
)
