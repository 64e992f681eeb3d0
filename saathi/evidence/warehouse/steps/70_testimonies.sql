-- A decision of a child whether to testify, and whether services went on after it.
-- kept
SELECT t.record, t.child, coalesce(nullif(t.country, ''), p.country_of_case) AS country, t.answer, t.explained_by, t.decided,
       t.is_refusal, t.is_helped, p.sex, p.age, p.national
FROM facts_testimony t LEFT JOIN person p ON p.child = t.child
