"""Statistical facts of complaints: subject, time to the answer, acceptance."""

from saathi.agencies.facts import fact_view

VIEWS = [
    fact_view(__file__, "facts_complaint", "a complaint or suggestion of a child", sources=("c",)),
]
