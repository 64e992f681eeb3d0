-- A referral to a service, the time it took, and its outcome.
-- kept
SELECT r.record, r.child, p.country_of_case AS country, r.kind, nullif(r.urgency, '') AS urgency, r.state, r.offered, r.days_to_answer, r.days_to_help,
       coalesce(r.is_answered_in_time, FALSE) AS is_answered_in_time, r.child_answer, r.why_declined, r.outcome,
       nullif(nullif(r.papers, ''), 'not_known') AS papers, p.sex, p.age, p.national, p.nationality_region
FROM facts_referral r LEFT JOIN person p ON p.child = r.child
