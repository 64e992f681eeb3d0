"""The facts of notes for statistics: the number of tasks and flags, no texts."""

from saathi.agencies.facts import fact_view

VIEWS = [
    fact_view(__file__, "facts_note", "a note, task or flag of a child's team", sources=("n",)),
]
