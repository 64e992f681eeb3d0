"""Statistical facts of episodes: codes, districts and months; no place names, no account."""

from saathi.agencies.facts import FactView

VIEWS = [
    FactView(
        "facts_episode",
        "SELECT e.file_id AS child, e.id AS episode, e.number, e.known, e.acts, e.purposes, "
        "e.means, e.exploitation_occurred, e.smuggled, e.migrant, e.recruited_country, "
        "e.recruited_district, date_trunc('month', e.began_low)::date AS began, "
        "e.age_low, e.age_high, e.ended, e.source, e.confidence FROM trafficking_episode e",
        "an episode",
        sources=("e",),
    ),
    FactView(
        "facts_leg",
        "SELECT l.file_id AS child, l.episode_id AS episode, l.number, l.from_country, "
        "l.from_district, l.to_country, l.to_district, l.for_exploitation, l.is_intended, "
        "l.transport, l.acts, date_trunc('month', l.began_low)::date AS began, l.is_removed "
        "FROM trafficking_leg l",
        "a leg of a route",
        sources=("l",),
    ),
]
