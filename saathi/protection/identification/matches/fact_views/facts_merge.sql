-- A row: a record that was joined with another, which counts for both. Sources: m.
SELECT m.file_id AS child, m.into_id AS counts_as, m.undone_at IS NULL AS holds
FROM matches_merge m
