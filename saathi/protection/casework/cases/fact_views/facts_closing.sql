-- A row: a request to close a case. Sources: g, c.
SELECT g.file_id AS child, g.reason, g.evaluation, date_trunc('month', g.asked_on)::date AS asked,
       c.status = 'closed' AS is_closed, date_trunc('month', g.reopened_on)::date AS reopened,
       g.reopened_why
FROM cases_closing g
  JOIN cases_case c ON c.id = g.case_id
