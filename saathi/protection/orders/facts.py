"""What statistics may know of authorities: codes and months; no body, no number, no grounds."""

from saathi.agencies.facts import View

VIEWS = [
    View(
        "facts_order",
        "SELECT file_id AS child, authority, country, kind, "
        "date_trunc('month', made_on)::date AS made, appeal, effect FROM orders_order",
        "an order of an authority",
    ),
    View(
        "facts_status",
        "SELECT file_id AS child, layer, finding, move, authority, "
        "date_trunc('month', decided_on)::date AS decided FROM orders_statusdecision",
        "a finding whether a child was trafficked",
    ),
    View(
        "facts_limit",
        "SELECT file_id AS child, happening, country, code AS asked, "
        "date_trunc('month', happened_at)::date AS happened, "
        "met_at IS NOT NULL AS is_met, met_at <= due_at AS is_in_time FROM orders_countedlimit "
        "WHERE code <> ''",
        "a time limit that ran",
    ),
    View(
        "facts_safeguard",
        "SELECT file_id AS child, safeguard, is_by_order, authority, alert, "
        "date_trunc('month', happened_on)::date AS happened FROM orders_brokensafeguard",
        "a safeguard that was broken",
    ),
]
