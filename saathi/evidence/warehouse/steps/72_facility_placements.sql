-- A placement of a child in a facility, with the result of the last inspection of the facility before it.
-- kept
SELECT a.record, a.child, coalesce(nullif(a.country, ''), p.country_of_case) AS country, a.started, a.kind,
       nullif(a.inspection, '') AS inspection, a.facility_operator, p.sex, p.age, p.national
FROM facts_facility_placement a LEFT JOIN person p ON p.child = a.child
