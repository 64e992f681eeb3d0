"""The facts of operations for statistics: the first decision for each child, and who was heard."""

from saathi.agencies.facts import fact_view

ROW = "what was decided first for one child of an operation"
VIEWS = [fact_view(__file__, "facts_first_decision", ROW, sources=("d",))]
