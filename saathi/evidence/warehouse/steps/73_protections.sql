-- A protection measure requested for a child, the answer, and whether it works.
-- kept
SELECT m.record, m.child, p.country_of_case AS country, m.kind, m.authority_kind, m.state, m.is_granted, m.days_to_answer,
       m.is_in_force, m.effect, m.requested, p.sex, p.age, p.national
FROM facts_protection m LEFT JOIN person p ON p.child = m.child
