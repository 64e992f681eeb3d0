"""Statistical facts of cross-border enquiries: codes and months; no texts, no partner."""

from saathi.agencies.facts import fact_view

VIEWS = [
    fact_view(
        __file__, "facts_asked_abroad", "a question about a child across a border", sources=("a",)
    ),
]
