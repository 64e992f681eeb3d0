-- A row: a child's migration; linked to trafficking by joining `facts_episode` by child. Sources: m.
SELECT file_id AS child, moved, papers, country, from_country, why, moving_with, rights,
       restrictions, date_trunc('month', as_of)::date AS known
FROM screening_migration m
