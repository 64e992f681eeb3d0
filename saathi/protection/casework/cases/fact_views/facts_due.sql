-- A row: a task with a due date. Sources: d.
SELECT d.file_id AS child, d.duty, date_trunc('month', d.due_on)::date AS due,
       d.done_on IS NOT NULL AS is_done, d.done_on <= d.due_on AS is_in_time
FROM cases_due d
