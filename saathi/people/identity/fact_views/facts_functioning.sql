-- A row: answers about functioning. Sources: f.
SELECT f.file_id AS child, f.disability, f.answered_by,
       date_trunc('month', f.asked_on)::date AS asked
FROM identity_functioning f
