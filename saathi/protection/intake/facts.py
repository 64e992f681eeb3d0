"""The facts of contacts and reports for statistics: codes, countries, months; no texts or names."""

from saathi.agencies.facts import FactView

VIEWS = [
    FactView(
        "facts_contact",
        "SELECT c.country, c.district, c.kind, c.channel, c.reporter_kind, "
        "c.language, c.urgency, c.asked_about, c.given, c.is_from_paper, "
        "date_trunc('month', c.happened_at)::date AS happened, "
        "c.recorded_at::date - c.happened_at::date AS days_late, "
        "c.report_id IS NOT NULL AS is_reported, coalesce(r.outcome, '') AS outcome "
        "FROM intake_contact c LEFT JOIN intake_report r ON r.id = c.report_id",
        "a contact, also a silent one",
        sources=("c", "r"),
    ),
    FactView(
        "facts_report",
        "SELECT r.about_id AS child, r.channel, r.reporter_kind, r.urgency, r.concerns, "
        "r.country, r.district, r.child_gender AS gender, r.child_age_low AS age_low, "
        "r.child_age_high AS age_high, r.outcome, r.language, r.timing, r.known_from, r.needs, "
        "r.has_suspect, r.is_from_paper, "
        "date_trunc('month', r.received_at)::date AS received, "
        "r.recorded_at::date - r.received_at::date AS days_to_record, "
        "r.outcome_at::date - r.received_at::date AS days_to_outcome FROM intake_report r",
        "a report of a concern",
        sources=("r",),
    ),
    FactView(
        "facts_contact_referral",
        "SELECT f.kind, f.state, date_trunc('month', f.made_at)::date AS made "
        "FROM intake_contactreferral f",
        "a referral from a contact",
        sources=("f",),
    ),
]
