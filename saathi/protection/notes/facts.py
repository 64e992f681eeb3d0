"""What statistics may know of notes: how many tasks and flags there were, nobody's words."""

from saathi.agencies.facts import FactView

VIEWS = [
    FactView(
        "facts_note",
        "SELECT n.file_id AS child, n.kind, n.state FROM notes_note n",
        "a note, task or flag of a child's team",
        sources=("n",),
    ),
]
