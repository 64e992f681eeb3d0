"""The facts of placements that are loaded as a whole; the others are files in `fact_views/`.

Inspections change what a placement counts as, without changing its row.
"""

from saathi.agencies.facts import FactView, read_query

_NAME = "facts_facility_placement"
VIEWS = [
    FactView(
        _NAME,
        read_query(__file__, _NAME),
        "a placement in a facility, with the result of the facility's last inspection before it",
    )
]
