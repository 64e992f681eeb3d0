-- A row: an assessment. Sources: a, c.
SELECT a.file_id AS child, a.risk, date_trunc('month', a.assessed_on)::date AS assessed,
       a.assessed_on - c.opened_on AS days_after_opening,
       ARRAY(SELECT need.key FROM jsonb_each_text(a.facets) AS need
             WHERE need.value IN ('need', 'urgent') ORDER BY need.key) AS needs
FROM cases_assessment a
  JOIN cases_case c ON c.id = a.case_id
