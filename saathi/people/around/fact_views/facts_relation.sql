-- A row: a person around a child. Sources: r.
SELECT r.file_id AS child, r.kind, r.lives_with, r.is_carer, r.contact, r.life
FROM around_relation r
