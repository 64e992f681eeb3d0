"""The facts of support for statistics: codes, months and waiting days; no free text.

Equity of access by sex, age, nationality and home is counted by joining `facts_child`; papers and
accessibility needs are part of the referral (RTS-008, RTS-009, SRV-007, SRV-014).
"""

from saathi.agencies.facts import FactView

VIEWS = [
    FactView(
        "facts_referral",
        "SELECT file_id AS child, child_id IS NOT NULL AS is_of_child, kind, urgency, state, "
        "date_trunc('month', offered_on)::date AS offered, "
        "answered_on - offered_on AS days_to_answer, began_on - offered_on AS days_to_help, "
        "answered_on <= answer_by AS is_answered_in_time, her_answer, why_declined, outcome, "
        "basis, papers, needs_access FROM services_referral r",
        "a referral to a service",
        sources=("r",),
    ),
    FactView(
        "facts_support_session",
        "SELECT file_id AS child, kind, provider, date_trunc('month', held_on)::date AS held, "
        "minutes, presence, topics, change FROM services_supportsession s",
        "a session of support",
        sources=("s",),
    ),
    FactView(
        "facts_enrolment",
        "SELECT file_id AS child, kind, date_trunc('month', starts_on)::date AS starts, "
        "date_trunc('month', ended_on)::date AS ended, why_ended, her_view FROM services_enrolment e",
        "a child's place in a course",
        sources=("e",),
    ),
    FactView(
        "facts_attendance",
        "SELECT file_id AS child, date_trunc('month', held_on)::date AS held, modules, presence "
        "FROM services_attendance a",
        "a child at a session of a course",
        sources=("a",),
    ),
    FactView(
        "facts_livelihood",
        "SELECT file_id AS child, for_whom, given, state, "
        "date_trunc('month', asked_on)::date AS asked, given_on - asked_on AS days_to_help, "
        "lasting FROM services_livelihood l",
        "help for a livelihood",
        sources=("l",),
    ),
    FactView(
        "facts_opinion",
        # Without the child's consent to counting, the view itself hides the opinion.
        "SELECT o.file_id AS child, o.counted = 'agreed' AS is_counted, "
        "CASE WHEN o.counted = 'agreed' THEN o.found END AS found, "
        "CASE WHEN o.counted = 'agreed' THEN r.kind END AS kind, "
        "date_trunc('month', o.said_on)::date AS said "
        "FROM services_opinion o JOIN services_referral r ON r.id = o.referral_id",
        "how a child found a service she was referred to, where she lets it be counted",
        sources=("o", "r"),
    ),
]
