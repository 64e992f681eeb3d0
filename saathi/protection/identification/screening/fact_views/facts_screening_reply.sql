-- A row: how the prompt to screen was answered. Sources: r.
SELECT file_id AS child, kind, reply, date_trunc('month', replied_on)::date AS replied
FROM screening_reply r
