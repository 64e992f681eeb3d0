-- A row: a clue that may lead to a family. Sources: c.
SELECT file_id AS child, kind, source, confidence, state, date_trunc('month', told_on)::date AS told
FROM screening_familyclue c
