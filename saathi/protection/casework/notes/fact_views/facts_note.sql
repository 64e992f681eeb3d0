-- A row: a note, task or flag of a child's team. Sources: n.
SELECT n.file_id AS child, n.kind, n.state
FROM notes_note n
