"""Statistical facts of committee follow-ups: number of visits, and the child's condition."""

from saathi.agencies.facts import fact_view

ROW = "a look of a local committee after a child"
VIEWS = [fact_view(__file__, "facts_committee_told", ROW, sources=("t", "f"))]
