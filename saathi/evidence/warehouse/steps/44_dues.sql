-- A task for a child with a due date.
-- kept
SELECT d.record, d.child, p.country_of_case AS country, d.duty, d.due, d.is_done, coalesce(d.is_in_time, FALSE) AS is_in_time,
       p.sex, p.age, p.national
FROM facts_due d LEFT JOIN person p ON p.child = d.child
