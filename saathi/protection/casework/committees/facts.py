"""Statistical facts of committee follow-ups: number of visits, and the child's condition."""

from saathi.agencies.facts import fact_view

VIEWS = [
    fact_view(
        __file__,
        "facts_committee_told",
        "a look of a local committee after a child",
        sources=("t", "f"),
    ),
]
