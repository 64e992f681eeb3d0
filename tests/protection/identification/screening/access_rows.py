"""Who finds a page at each address of `protection.identification.screening`."""

from tests.access import TEAM, AccessRows

ROWS = AccessRows(
    file={
        "screening:show_subject": TEAM,
        "screening:record_screening": TEAM,
        "screening:show_screening": TEAM,
        "screening:print_screening": TEAM,
        "screening:change_answers": TEAM,
        "screening:record_as": TEAM,
        "screening:ask_transfer": TEAM,
        "screening:reply": TEAM,
        "screening:record_interview": TEAM,
        "screening:change_interview": TEAM,
        "screening:add_clue": TEAM,
        "screening:change_clue": TEAM,
        "screening:record_migration": TEAM,
    },
    without_child={
        "screening:list_prompts",
        "screening:show_aid",
    },
)
