-- A person that a child wants to find, and the days from the child's wish to the first contact.
-- kept
SELECT t.record, t.child, p.country_of_case AS country, t.relation, t.state, t.wish, t.opened, t.days_to_contact,
       p.sex, p.age, p.national
FROM facts_tracing t LEFT JOIN person p ON p.child = t.child
