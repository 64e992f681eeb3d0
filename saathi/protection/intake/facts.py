"""What statistics may know of a report: channel, concern, district, months; not who told what."""

from saathi.agencies.facts import View

VIEWS = [
    View(
        "facts_report",
        "SELECT r.about_id AS child, r.channel, r.reporter_kind, r.urgency, r.concerns, "
        "r.country, r.district, r.child_gender AS gender, r.child_age_low AS age_low, "
        "r.child_age_high AS age_high, r.outcome, "
        "date_trunc('month', r.received_at)::date AS received, "
        "r.recorded_at::date - r.received_at::date AS days_to_record, "
        "r.outcome_at::date - r.received_at::date AS days_to_outcome FROM intake_report r",
        "a report of a concern",
        of=("r",),
    )
]
