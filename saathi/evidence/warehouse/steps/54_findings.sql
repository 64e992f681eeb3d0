-- A finding on whether a child was trafficked, in a layer.
-- kept
SELECT f.record, f.child, p.country_of_case AS country, f.layer, f.finding, f.move, f.authority, f.decided,
       p.sex, p.age, p.national
FROM facts_status f LEFT JOIN person p ON p.child = f.child
