-- A trafficked child, and whether criminal proceedings about what happened to the child are on record.
-- kept
SELECT c.child, c.country, c.identified, c.sex, c.age, c.national, c.form, q.child IS NOT NULL AS has_complaint
FROM children c
LEFT JOIN (SELECT child FROM facts_proceeding WHERE kind = 'criminal' GROUP BY child) q ON q.child = c.child
WHERE c.is_trafficked AND c.is_counted
