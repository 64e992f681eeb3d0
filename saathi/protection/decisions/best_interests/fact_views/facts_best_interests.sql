-- A row: a best interests assessment. Sources: a.
SELECT a.file_id AS child, a.occasion, a.extent, a.state, a.view AS child_view, a.recommended,
       date_trunc('month', a.assessed_on)::date AS assessed
FROM best_interests_assessment a
