-- A row: a plan. Sources: p, c.
SELECT p.file_id AS child, p.number, p.state, p.contribution, p.agreement,
       date_trunc('month', p.made_on)::date AS made,
       date_trunc('month', p.approved_on)::date AS approved,
       p.made_on - c.opened_on AS days_after_opening
FROM care_plans_plan p
  JOIN cases_case c ON c.id = p.case_id
