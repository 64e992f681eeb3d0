-- A row: a goal of a plan. Sources: g, p.
SELECT g.file_id AS child, g.facet, g.decided_by, g.state, g.is_long_term, p.state AS plan_state,
       date_trunc('month', p.made_on)::date AS made
FROM care_plans_goal g
  JOIN care_plans_plan p ON p.id = g.plan_id
