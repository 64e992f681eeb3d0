"""Statistical facts about duplicates: which record counts for which, and which pairs are waiting."""

from saathi.agencies.facts import FactView

VIEWS = [
    FactView(
        "facts_match",
        "SELECT p.file_id AS child, p.other_id AS other, p.use, p.state FROM matches_pair p",
        "two records that may be of one child",
        sources=("p",),
    ),
    FactView(
        "facts_merge",
        "SELECT m.file_id AS child, m.into_id AS counts_as, m.undone_at IS NULL AS holds "
        "FROM matches_merge m",
        "a record that was joined with another, which counts for both",
        sources=("m",),
    ),
]
