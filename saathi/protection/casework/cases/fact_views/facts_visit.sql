-- A row: a visit or an attempted visit. Sources: v, c.
SELECT v.file_id AS child, v.kind, v.outcome, date_trunc('month', v.happened_at)::date AS happened,
       v.happened_at::date - c.opened_on AS days_after_opening
FROM cases_visit v
  JOIN cases_case c ON c.id = v.case_id
