"""The facts of a case for statistics: dates by month, stage, closing reason.

Days are counted from the opening, so that waiting times need no date.
"""

from saathi.agencies.facts import fact_view

VIEWS = [
    fact_view(__file__, "facts_case", "a case", sources=("c", "o")),
    fact_view(__file__, "facts_assessment", "an assessment", sources=("a", "c")),
    fact_view(__file__, "facts_visit", "a visit, or an attempt", sources=("v", "c")),
    fact_view(__file__, "facts_due", "something that was to be done by a day", sources=("d",)),
    fact_view(__file__, "facts_review", "a review of the plan with the child", sources=("r",)),
    fact_view(__file__, "facts_closing", "a request to close a case", sources=("g", "c")),
]
