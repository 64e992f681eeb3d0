-- A row: information given to a child. Sources: i.
SELECT i.file_id AS child, i.about, i.way, i.language, i.understood,
       date_trunc('month', i.told_on)::date AS told
FROM consent_information i
WHERE i.told_to <> 'family'
