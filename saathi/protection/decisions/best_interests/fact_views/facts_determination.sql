-- A row: a best interests determination. Sources: d.
SELECT d.file_id AS child, d.occasion, d.authority, d.state, d.solution, d.view AS child_view, d.weight,
       d.order_effect, d.siblings, d.under_three AS is_under_three,
       d.told_on <= d.decided_on + 3 AS is_told_in_time,
       date_trunc('month', d.opened_on)::date AS opened, date_trunc('month', d.decided_on)::date AS decided
FROM best_interests_determination d
