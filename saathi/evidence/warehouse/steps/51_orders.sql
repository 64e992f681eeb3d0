-- An order of an authority about a child.
-- kept
SELECT o.record, coalesce(nullif(o.country, ''), p.country_of_case) AS country, o.authority, o.kind, o.appeal,
       CASE WHEN o.heard IN ('yes', 'no') THEN o.heard END AS heard, o.made, p.sex, p.age, p.national
FROM facts_order o LEFT JOIN person p ON p.child = o.child
