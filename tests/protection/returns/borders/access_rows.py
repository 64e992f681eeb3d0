"""Who finds a page at each address of `protection.returns.borders`."""

from tests.access import TEAM, AccessRows

ROWS = AccessRows(
    file={
        "borders:list_asked": TEAM,
        "borders:ask_abroad": TEAM,
        "borders:receive_asked": TEAM,
        "borders:follow_asked": TEAM,
        "borders:answer_asked": TEAM,
        "borders:print_asked": TEAM,
    },
)
