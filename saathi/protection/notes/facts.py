"""The facts of notes for statistics: the number of tasks and flags, no texts."""

from saathi.agencies.facts import FactView

VIEWS = [
    FactView(
        "facts_note",
        "SELECT n.file_id AS child, n.kind, n.state FROM notes_note n",
        "a note, task or flag of a child's team",
        sources=("n",),
    ),
]
