"""The facts of operations for statistics: the first decision for each child, and who was heard."""

from saathi.agencies.facts import fact_view

VIEWS = [
    fact_view(
        __file__,
        "facts_first_decision",
        "what was decided first for one child of an operation",
        sources=("d",),
    ),
]
