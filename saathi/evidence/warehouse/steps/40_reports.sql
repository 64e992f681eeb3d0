-- A report of a concern.
-- kept
SELECT r.record, nullif(r.country, '') AS country, r.received, r.channel, r.reporter_kind, r.urgency,
       r.concerns, nullif(r.district, '') AS district, CASE WHEN r.gender NOT IN ('', 'not_said') THEN r.gender END AS sex,
       band_of(r.age_low, r.age_high) AS age, nullif(r.outcome, '') AS outcome,
       r.days_to_record, r.days_to_outcome
FROM facts_report r
