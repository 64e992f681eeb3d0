"""Who finds a page at each address of `consent`."""

from tests.access import TEAM, AccessRows

ROWS = AccessRows(
    file={
        "consent:show_consent": TEAM,
        "consent:record_consent": TEAM,
        "consent:withdraw_consent": TEAM,
        "consent:record_guardian": TEAM,
        "consent:change_guardian": TEAM,
        "consent:record_accompaniment": TEAM,
        "consent:record_information": TEAM,
        "consent:list_decisions": TEAM,
        "consent:record_decision": TEAM,
        "consent:change_decision": TEAM,
        "consent:record_others_view": TEAM,
    },
)
