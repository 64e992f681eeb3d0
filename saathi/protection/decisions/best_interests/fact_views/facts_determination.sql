-- A row: a best interests determination. Sources: d, o, n.
SELECT d.file_id AS child, d.occasion, d.authority, d.state, d.solution, d.view AS child_view, d.weight,
       d.order_effect, d.siblings, d.under_three AS is_under_three,
       d.told_on <= d.decided_on + 3 AS is_told_in_time,
       (SELECT count(*) FROM best_interests_solutionoption o WHERE o.determination_id = d.id)::int AS options,
       (SELECT count(*) FROM best_interests_reconsideration n WHERE n.determination_id = d.id)::int AS reconsidered,
       date_trunc('month', d.opened_on)::date AS opened, date_trunc('month', d.decided_on)::date AS decided
FROM best_interests_determination d
