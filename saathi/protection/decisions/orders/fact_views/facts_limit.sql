-- A row: a time limit. Sources: l.
SELECT l.file_id AS child, l.happening, l.country, l.code AS asked,
       date_trunc('month', l.happened_at)::date AS happened, l.met_at IS NOT NULL AS is_met,
       l.met_at <= l.due_at AS is_in_time
FROM orders_countedlimit l
WHERE l.code <> ''
