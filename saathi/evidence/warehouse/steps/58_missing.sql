-- A report of a missing child.
-- kept
SELECT m.record, nullif(m.country, '') AS country, m.reported, m.relation, m.circumstances,
       nullif(m.district, '') AS district, CASE WHEN m.gender NOT IN ('', 'not_said') THEN m.gender END AS sex,
       band_of(m.age_low, m.age_high) AS age, nullif(m.nationality, '') AS nationality,
       nullif(m.outcome, '') AS outcome, nullif(m.why_closed, '') AS why_closed,
       m.days_to_report, m.days_to_find, m.days_to_case
FROM facts_missing m
