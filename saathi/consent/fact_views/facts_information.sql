-- A row: information given to a child. Sources: i.
SELECT i.file_id AS child, i.about, i.way, i.language, i.understood,
       date_trunc('month', i.informed_on)::date AS informed
FROM consent_information i
WHERE i.audience <> 'family'
