"""Who finds a page at each address of `protection.casework.letters`."""

from tests.access import WITH_CARE_WORKER, AccessRows

ROWS = AccessRows(
    file={"letters:list_letters": WITH_CARE_WORKER, "letters:add_letter": WITH_CARE_WORKER},
    steps={"letters:give_letter": "letters/test_letters.py"},
)
