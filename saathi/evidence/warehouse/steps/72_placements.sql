-- A placement of a child in a family, a facility or supported independent living.
-- kept
SELECT a.record, a.child, p.country_of_case AS country, a.started, a.kind, a.care, a.basis, a.is_moved, a.end_reason, a.stay,
       a.is_ended, a.is_unmet, a.siblings, p.sex, p.age, p.national
FROM facts_placement a LEFT JOIN person p ON p.child = a.child
