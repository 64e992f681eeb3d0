"""The facts of privacy incidents for statistics: kinds, months, duration of follow-up."""

from saathi.agencies.facts import fact_view

VIEWS = [
    fact_view(__file__, "facts_incident", "a breach of a child's privacy", sources=("i",)),
]
