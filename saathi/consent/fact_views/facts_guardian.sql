-- A row: a guardian. Sources: g.
SELECT g.file_id AS child, g.kind, date_trunc('month', g.starts_on)::date AS starts,
       date_trunc('month', g.ends_on)::date AS ends, g.is_independent
FROM consent_guardian g
