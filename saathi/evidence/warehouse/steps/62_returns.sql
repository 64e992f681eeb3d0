-- A return of a child to the family that took place, and whether the relationship was verified.
-- kept
SELECT u.record, u.child, p.country_of_case AS country, u.state, nullif(u.handed_over_by, '') AS handed_over_by,
       u.handed_over, u.is_verified, u.days_to_visit, p.sex, p.age, p.national
FROM facts_reunification u LEFT JOIN person p ON p.child = u.child
