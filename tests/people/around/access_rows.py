"""Who finds a page at each address of `people.around`."""

from tests.access import TEAM, WITH_MOTHER, AccessRows

ROWS = AccessRows(
    file={
        "around:show_around": WITH_MOTHER,
        "around:add_person": TEAM,
        "around:change_person": TEAM,
        "around:add_alleged": TEAM,
        "around:change_alleged": TEAM,
        "around:add_outcome": TEAM,
    },
)
