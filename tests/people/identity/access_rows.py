"""Who finds a page at each address of `people.identity`."""

from tests.access import TEAM, WITH_MOTHER, AccessRows

ROWS = AccessRows(
    file={
        "identity:show_child": WITH_MOTHER,
        "identity:print_child": WITH_MOTHER,
        "identity:show_earlier": TEAM,
        "identity:add_paper": TEAM,
        "identity:change_paper": TEAM,
        "identity:record_functioning": TEAM,
        "identity:record_grounds": TEAM,
        "identity:change_grounds": TEAM,
        "identity:edit_culture": TEAM,
        "identity:add_movement": TEAM,
        "identity:change_movement": TEAM,
        "identity:edit_background": TEAM,
    },
)
