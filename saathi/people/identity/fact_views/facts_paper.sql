-- A row: a document. Sources: p.
SELECT p.file_id AS child, p.kind, p.state, p.country
FROM identity_paper p
