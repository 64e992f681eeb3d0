"""What statistics may know of notes: how many tasks and flags there were, nobody's words."""

from saathi.agencies.facts import View

VIEWS = [
    View(
        "facts_note",
        "SELECT file_id AS child, kind, state, "
        "date_trunc('month', recorded_at)::date AS recorded, until - recorded_at::date AS days "
        "FROM notes_note",
        "a note, task or flag of a child's team",
    ),
]
