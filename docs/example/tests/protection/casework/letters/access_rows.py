"""Who finds a page at each address of `protection.casework.letters`."""

from tests.access import WITH_MOTHER, AccessRows

ROWS = AccessRows(
    file={"letters:list_letters": WITH_MOTHER, "letters:add_letter": WITH_MOTHER},
    steps={"letters:give_letter": "letters/test_letters.py"},
)
