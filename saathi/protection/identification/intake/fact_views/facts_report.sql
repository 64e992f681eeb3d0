-- A row: a report of a concern. Sources: r.
SELECT r.child_file_id AS child, r.channel, r.reporter_kind, r.urgency, r.concerns, r.country,
       r.district, r.child_gender AS gender, r.child_age_low AS age_low,
       r.child_age_high AS age_high, r.outcome, r.language, r.timing, r.known_from, r.needs,
       r.has_suspect, r.is_from_paper, date_trunc('month', r.received_at)::date AS received,
       r.recorded_at::date - r.received_at::date AS days_to_record,
       r.outcome_at::date - r.received_at::date AS days_to_outcome
FROM intake_report r
