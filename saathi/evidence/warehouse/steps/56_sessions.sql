-- A support session that was held for a child.
-- kept
SELECT s.record, s.child, p.country_of_case AS country, s.kind, s.provider, s.held, s.presence, p.sex, p.age, p.national, p.form
FROM facts_support_session s LEFT JOIN person p ON p.child = s.child
