"""The facts of a plan for statistics: the child's part, the facets, who decided; no free text."""

from saathi.agencies.facts import fact_view

VIEWS = [
    fact_view(__file__, "facts_plan", "a plan", sources=("p", "c")),
    fact_view(__file__, "facts_goal", "a goal of a plan", sources=("g", "p")),
]
