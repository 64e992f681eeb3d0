-- A row: two records that may be of the same child. Sources: p.
SELECT p.file_id AS child, p.other_id AS other, p.use, p.state
FROM matches_pair p
