SELECT file_id AS child, date_trunc('month', held_on)::date AS held, modules, presence
FROM services_attendance a
