-- A decision about a child: whether the child was heard and what weight the child's view had.
-- kept
SELECT d.record, d.child, p.country_of_case AS country, d.kind, d.decided_by, d.heard, d.weight, d.agreement, d.decided,
       d.is_informed, p.sex, p.age, p.national
FROM facts_decision d LEFT JOIN person p ON p.child = d.child
