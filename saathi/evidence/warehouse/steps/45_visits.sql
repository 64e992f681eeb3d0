-- A visit or an attempted visit.
-- kept
SELECT v.record, v.child, p.country_of_case AS country, v.kind, v.outcome, v.happened, p.sex, p.age, p.national
FROM facts_visit v LEFT JOIN person p ON p.child = v.child
