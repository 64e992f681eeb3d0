-- A row: a child's attendance at a session of a course. Sources: a.
SELECT file_id AS child, date_trunc('month', held_on)::date AS held, modules, presence
FROM services_attendance a
