-- A row: an interview with a child. Sources: i.
SELECT file_id AS child, by_whom, is_first, language, training, has_interpreter, present, procedure,
       breaks, support, ended, date_trunc('month', happened_at)::date AS happened
FROM screening_interview i
