-- A plan, and the child's participation in it.
-- kept
SELECT l.record, l.child, p.country_of_case AS country, l.state, nullif(l.contribution, '') AS contribution, l.agreement,
       l.made, p.sex, p.age, p.national, p.form
FROM facts_plan l LEFT JOIN person p ON p.child = l.child
