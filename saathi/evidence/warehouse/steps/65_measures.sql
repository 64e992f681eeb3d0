-- A measure that the law of a country gives a child, and how far it has come.
-- kept
SELECT m.record, coalesce(nullif(m.country, ''), p.country_of_case) AS country, m.kind, m.state, m.as_of,
       p.sex, p.age, p.national
FROM facts_measure m LEFT JOIN person p ON p.child = m.child
