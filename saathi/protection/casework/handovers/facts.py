"""Statistical facts of transfers: number, level, duration, and the child's view in codes."""

from saathi.agencies.facts import fact_view

VIEWS = [
    fact_view(
        __file__,
        "facts_handover",
        "a case that was offered or passed to another worker, office or agency",
        sources=("h",),
    ),
]
