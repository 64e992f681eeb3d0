-- A time limit set by law or by a procedure, and whether it was met.
-- kept
SELECT l.record, l.child, coalesce(nullif(l.country, ''), p.country_of_case) AS country, l.happening, l.asked, l.happened,
       l.is_met, coalesce(l.is_in_time, FALSE) AS is_in_time, p.sex, p.age, p.national
FROM facts_limit l LEFT JOIN person p ON p.child = l.child
