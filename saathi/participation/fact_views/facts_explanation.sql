-- A row: an explanation of the limits of confidentiality. Sources: e.
SELECT e.file_id AS child, e.language, e.understood,
       date_trunc('month', e.explained_on)::date AS explained
FROM participation_explanation e
