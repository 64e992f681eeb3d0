-- An order of an authority about a child, and whether best interests were formally considered by then.
-- kept
SELECT o.record, o.child, coalesce(nullif(o.country, ''), p.country_of_case) AS country, o.authority, o.kind, o.appeal,
       CASE WHEN o.heard IN ('yes', 'no') THEN o.heard END AS heard, o.made,
       EXISTS (SELECT 1 FROM facts_best_interests b
                WHERE b.child = o.child AND b.state = 'agreed' AND b.assessed <= o.made)
       OR EXISTS (SELECT 1 FROM facts_determination d
                   WHERE d.child = o.child AND d.decided <= o.made) AS is_considered,
       p.sex, p.age, p.national
FROM facts_order o LEFT JOIN person p ON p.child = o.child
