"""Who finds a page at each address of `protection.decisions.orders`."""

from tests.access import TEAM, AccessRows

ROWS = AccessRows(
    file={
        "orders:show_orders": TEAM,
        "orders:record_order": TEAM,
        "orders:change_order": TEAM,
        "orders:record_status": TEAM,
        "orders:record_happening": TEAM,
        "orders:meet_limit": TEAM,
        "orders:record_safeguard": TEAM,
        "orders:follow_alert": TEAM,
    },
)
