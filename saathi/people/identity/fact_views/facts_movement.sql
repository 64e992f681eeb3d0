-- A row: a movement. Sources: m.
SELECT m.file_id AS child, m.kind, m.with_whom, m.year, m.from_country, m.to_country, m.effects,
       m.rights
FROM identity_movement m
