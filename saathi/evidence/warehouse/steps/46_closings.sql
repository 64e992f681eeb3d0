-- A case that was closed: the reason, and the child's view of it.
-- kept
SELECT g.record, g.child, p.country_of_case AS country, g.reason, g.evaluation, g.asked, p.sex, p.age, p.national, p.form
FROM facts_closing g LEFT JOIN person p ON p.child = g.child
WHERE g.is_closed
