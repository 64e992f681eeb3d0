-- A row: a cultural identity. Sources: c.
SELECT c.file_id AS child, c.mother_tongue, c.has_speakers, c.has_plan
FROM identity_culture c
