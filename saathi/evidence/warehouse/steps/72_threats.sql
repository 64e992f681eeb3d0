-- A threat to a child in proceedings, how soon someone acted, and whether protection was requested and granted.
-- kept
SELECT t.record, t.child, p.country_of_case AS country, t.urgency, t.targets, t.police, t.state, t.days_to_action, t.known,
       t.is_requested, t.is_granted, p.sex, p.age, p.national
FROM facts_threat t LEFT JOIN person p ON p.child = t.child
