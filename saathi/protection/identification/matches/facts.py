"""Statistical facts about duplicates: which record counts for which, and which pairs are waiting."""

from saathi.agencies.facts import fact_view

VIEWS = [
    fact_view(__file__, "facts_match", "two records that may be of one child", sources=("p",)),
    fact_view(
        __file__,
        "facts_merge",
        "a record that was joined with another, which counts for both",
        sources=("m",),
    ),
]
