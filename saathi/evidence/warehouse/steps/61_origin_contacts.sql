-- A contact with a country of origin, and whether the safeguards were met on that day.
-- kept
SELECT o.record, o.child, p.country_of_case AS country, o.made_by, o.body, o.safeguard, o.made,
       p.sex, p.age, p.national
FROM facts_origin_contact o LEFT JOIN person p ON p.child = o.child
