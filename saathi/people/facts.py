"""Statistical facts about a child: coded, coarse, without a name."""

from saathi.agencies.facts import fact_view

VIEWS = [
    fact_view(__file__, "facts_child", "a child", sources=("c",)),
    fact_view(__file__, "facts_age", "a piece of evidence of an age", sources=("a",)),
]
