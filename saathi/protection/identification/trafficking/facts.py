"""Statistical facts of episodes: codes, districts and months; no place names, no account."""

from saathi.agencies.facts import fact_view

VIEWS = [
    fact_view(__file__, "facts_episode", "an episode", sources=("e",)),
    fact_view(__file__, "facts_leg", "a leg of a route", sources=("l",)),
]
