"""The facts of privacy incidents for statistics: kinds, months, duration of follow-up."""

from saathi.agencies.facts import FactView

VIEWS = [
    FactView(
        "facts_incident",
        "SELECT i.file_id AS child, i.kind, i.state, i.closed_for, "
        "date_trunc('month', i.recorded_at)::date AS known, "
        "i.closed_at::date - i.recorded_at::date AS days_open FROM incidents_incident i",
        "a breach of a child's privacy",
        sources=("i",),
    ),
]
