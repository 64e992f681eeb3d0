"""What statistics may know of the child's voice: that she spoke and how; never what she said."""

from saathi.agencies.facts import View

VIEWS = [
    View(
        "facts_statement",
        "SELECT s.file_id AS child, s.state, s.form, s.language, s.topics, s.was_read_back, "
        "date_trunc('month', s.said_on)::date AS said FROM participation_statement s",
        "something a child said, chose not to say, or is not to be asked",
        of=("s",),
    ),
    View(
        "facts_explanation",
        "SELECT e.file_id AS child, e.language, e.understood, "
        "date_trunc('month', e.explained_on)::date AS explained FROM participation_explanation e",
        "an explanation of the limits of confidentiality",
        of=("e",),
    ),
]
