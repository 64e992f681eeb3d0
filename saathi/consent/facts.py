"""Statistical facts about consent and decisions: codes and months, no texts."""

from saathi.agencies.facts import FactView

VIEWS = [
    FactView(
        "facts_consent",
        "SELECT c.file_id AS child, c.basis, c.scopes, c.answer, c.capacity, "
        "date_trunc('month', c.given_on)::date AS given, c.withdrawn_on IS NOT NULL AS is_withdrawn "
        "FROM consent_consent c",
        "a legal basis",
        sources=("c",),
    ),
    FactView(
        "facts_guardian",
        "SELECT g.file_id AS child, g.kind, date_trunc('month', g.starts_on)::date AS starts, "
        "date_trunc('month', g.ends_on)::date AS ends, g.is_independent FROM consent_guardian g",
        "a guardian",
        sources=("g",),
    ),
    FactView(
        "facts_accompaniment",
        "SELECT a.file_id AS child, a.state, date_trunc('month', a.as_of)::date AS as_of "
        "FROM consent_accompaniment a",
        "whether somebody who answers for a child was with her",
        sources=("a",),
    ),
    FactView(
        "facts_decision",
        "SELECT d.file_id AS child, d.kind, d.decided_by, d.heard, d.weight, d.agreement, "
        "date_trunc('month', d.decided_on)::date AS decided, d.told_on IS NOT NULL AS is_told "
        "FROM consent_decision d",
        "a decision about a child",
        sources=("d",),
    ),
    FactView(
        "facts_information",
        "SELECT i.file_id AS child, i.about, i.way, i.language, i.understood, "
        "date_trunc('month', i.told_on)::date AS told FROM consent_information i WHERE i.told_to <> 'family'",
        "something a child was told",
        sources=("i",),
    ),
]
