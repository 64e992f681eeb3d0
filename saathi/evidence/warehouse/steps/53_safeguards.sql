-- A breach of a safeguard, and the outcome of the alert.
-- kept
SELECT s.record, s.child, p.country_of_case AS country, s.safeguard, s.done_by, s.is_by_order, s.authority, s.alert, s.happened,
       p.sex, p.age, p.national, p.form
FROM facts_safeguard s LEFT JOIN person p ON p.child = s.child
