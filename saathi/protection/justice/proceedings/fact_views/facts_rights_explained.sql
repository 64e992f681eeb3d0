-- A row: an explanation of a child's rights in proceedings. Sources: r.
SELECT r.file_id AS child, r.explained_by, r.rights, r.understood, date_trunc('month', r.explained_on)::date AS explained
FROM proceedings_rightsexplanation r
