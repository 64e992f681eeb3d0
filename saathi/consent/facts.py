"""What statistics may know of consent and decisions: codes and months, nobody's words."""

from saathi.agencies.facts import View

VIEWS = [
    View(
        "facts_consent",
        "SELECT file_id AS child, basis, scopes, answer, capacity, "
        "date_trunc('month', given_on)::date AS given, withdrawn_on IS NOT NULL AS is_withdrawn "
        "FROM consent_consent",
        "a legal basis",
    ),
    View(
        "facts_guardian",
        "SELECT file_id AS child, kind, date_trunc('month', starts_on)::date AS starts, "
        "date_trunc('month', ends_on)::date AS ends, is_independent FROM consent_guardian",
        "a guardian",
    ),
    View(
        "facts_decision",
        "SELECT file_id AS child, kind, decided_by, heard, weight, agreement, "
        "date_trunc('month', decided_on)::date AS decided, told_on IS NOT NULL AS is_told "
        "FROM consent_decision",
        "a decision about a child",
    ),
    View(
        "facts_information",
        "SELECT file_id AS child, about, way, language, understood, "
        "date_trunc('month', told_on)::date AS told FROM consent_information",
        "something a child was told",
    ),
]
