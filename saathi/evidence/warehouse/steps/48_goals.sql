-- A goal of a plan, who decided on it and its progress.
-- kept
SELECT g.record, g.child, p.country_of_case AS country, nullif(g.facet, '') AS facet,
       nullif(g.decided_by, '') AS decided_by, g.state, g.is_long_term, g.made,
       p.sex, p.age, p.national
FROM facts_goal g LEFT JOIN person p ON p.child = g.child
