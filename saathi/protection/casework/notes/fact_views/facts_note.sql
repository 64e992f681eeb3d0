SELECT n.file_id AS child, n.kind, n.state
FROM notes_note n
