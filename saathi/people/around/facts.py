"""Statistical facts about relations: codes and months, without names or dangers."""

from saathi.agencies.facts import FactView

VIEWS = [
    FactView(
        "facts_relation",
        "SELECT r.file_id AS child, r.kind, r.lives_with, r.is_carer, r.contact, r.life "
        "FROM around_relation r",
        "somebody around a child",
        sources=("r",),
    ),
    FactView(
        "facts_alleged",
        "SELECT a.file_id AS child, a.id AS alleged, a.subject, a.firm_kind, a.roles, "
        "a.relationship, a.reached, a.is_organised, a.said_by, a.standing, "
        "date_trunc('month', a.said_on)::date AS said FROM around_alleged a",
        "somebody said to have harmed a child; not found to have",
        sources=("a",),
    ),
    FactView(
        "facts_outcome",
        "SELECT o.file_id AS child, o.alleged_id AS alleged, o.kind, o.body, "
        "date_trunc('month', o.decided_on)::date AS decided FROM around_outcome o",
        "what an authority decided about it",
        sources=("o",),
    ),
]
