"""Statistical facts of documents, functioning, culture, movements and background: codes only.

Grounds of discrimination are not among them: they are sealed.
"""

from saathi.agencies.facts import FactView

VIEWS = [
    FactView(
        "facts_paper",
        "SELECT p.file_id AS child, p.kind, p.state, p.country FROM identity_paper p",
        "a document",
        sources=("p",),
    ),
    FactView(
        "facts_functioning",
        "SELECT f.file_id AS child, f.disability, f.answered_by, "
        "date_trunc('month', f.asked_on)::date AS asked FROM identity_functioning f",
        "answers about functioning",
        sources=("f",),
    ),
    FactView(
        "facts_culture",
        "SELECT c.file_id AS child, c.mother_tongue, c.has_speakers, c.has_plan "
        "FROM identity_culture c",
        "a cultural identity",
        sources=("c",),
    ),
    FactView(
        "facts_movement",
        "SELECT m.file_id AS child, m.kind, m.with_whom, m.year, m.from_country, m.to_country, "
        "m.effects, m.rights FROM identity_movement m",
        "a movement",
        sources=("m",),
    ),
    FactView(
        "facts_background",
        "SELECT b.file_id AS child, b.answered_by, b.lived_with, b.schooling, b.lived_from, "
        "b.present, b.absent, b.not_known, b.withheld, "
        "date_trunc('month', b.told_on)::date AS told FROM identity_background b",
        "a social background",
        sources=("b",),
    ),
]
