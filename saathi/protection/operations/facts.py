"""The facts of operations for statistics: the first decision for each child, and who was heard."""

from saathi.agencies.facts import FactView

VIEWS = [
    FactView(
        "facts_first_decision",
        "SELECT d.kind, d.step, d.heard, "
        "date_trunc('month', d.decided_on)::date AS decided FROM operations_firstdecision d",
        "what was decided first for one child of an operation",
        sources=("d",),
    ),
]
