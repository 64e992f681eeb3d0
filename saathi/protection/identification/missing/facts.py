"""The facts of missing children for statistics: codes, months and intervals; no texts or names.

Times between disappearance, report, finding and the opening of a case are whole days (MIS-006).
"""

from saathi.agencies.facts import fact_view

VIEWS = [
    fact_view(__file__, "facts_missing", "a report of a missing child", sources=("r", "c")),
    fact_view(__file__, "facts_missing_search", "a search for a missing child", sources=("s",)),
    fact_view(
        __file__,
        "facts_missing_sighting",
        "what somebody tells of a missing child, confirmed or not",
        sources=("s",),
    ),
]
