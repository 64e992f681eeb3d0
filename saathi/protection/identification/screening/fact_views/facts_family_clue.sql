-- A row: a clue that may lead to a family. Sources: c.
SELECT file_id AS child, kind, source, confidence, state, date_trunc('month', stated_on)::date AS stated
FROM screening_familyclue c
