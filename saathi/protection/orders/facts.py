"""Statistical facts of authorities' decisions: codes and months; no body, number or grounds."""

from saathi.agencies.facts import FactView

VIEWS = [
    FactView(
        "facts_order",
        "SELECT r.file_id AS child, r.authority, r.country, r.kind, "
        "date_trunc('month', r.made_on)::date AS made, r.appeal, r.effect FROM orders_order r",
        "an order of an authority",
        sources=("r",),
    ),
    FactView(
        "facts_status",
        "SELECT s.file_id AS child, s.layer, s.finding, s.move, s.authority, "
        "date_trunc('month', s.decided_on)::date AS decided FROM orders_statusdecision s",
        "a finding whether a child was trafficked",
        sources=("s",),
    ),
    FactView(
        "facts_limit",
        "SELECT l.file_id AS child, l.happening, l.country, l.code AS asked, "
        "date_trunc('month', l.happened_at)::date AS happened, "
        "l.met_at IS NOT NULL AS is_met, l.met_at <= l.due_at AS is_in_time "
        "FROM orders_countedlimit l WHERE l.code <> ''",
        "a time limit that ran",
        sources=("l",),
    ),
    FactView(
        "facts_safeguard",
        "SELECT b.file_id AS child, b.safeguard, b.is_by_order, b.authority, b.alert, "
        "date_trunc('month', b.happened_on)::date AS happened FROM orders_brokensafeguard b",
        "a safeguard that was broken",
        sources=("b",),
    ),
]
