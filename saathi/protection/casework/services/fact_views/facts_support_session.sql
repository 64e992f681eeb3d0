-- A row: a support session. Sources: s.
SELECT file_id AS child, kind, provider, date_trunc('month', held_on)::date AS held, minutes,
       presence, topics, change
FROM services_supportsession s
