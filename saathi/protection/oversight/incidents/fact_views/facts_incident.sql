-- A row: a breach of a child's privacy. Sources: i.
SELECT i.file_id AS child, i.kind, i.state, i.closed_for,
       date_trunc('month', i.recorded_at)::date AS known,
       i.closed_at::date - i.recorded_at::date AS days_open
FROM incidents_incident i
