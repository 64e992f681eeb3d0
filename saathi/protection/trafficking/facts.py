"""What statistics may know of what happened: codes, countries, months; no place, no account."""

from saathi.agencies.facts import View

VIEWS = [
    View(
        "facts_episode",
        "SELECT file_id AS child, number, known, acts, purposes, means, exploitation_occurred, "
        "smuggled, migrant, recruited_country, date_trunc('month', began_low)::date AS began, "
        "age_low, age_high, ended, source, confidence, "
        "date_trunc('month', recorded_at)::date AS recorded FROM trafficking_episode",
        "an episode",
    ),
    View(
        "facts_leg",
        "SELECT l.file_id AS child, e.number AS episode, l.number, l.from_country, l.to_country, "
        "l.for_exploitation, l.is_intended, l.transport "
        "FROM trafficking_leg l JOIN trafficking_episode e ON e.id = l.episode_id "
        "WHERE NOT l.is_removed",
        "a leg of a route",
    ),
]
