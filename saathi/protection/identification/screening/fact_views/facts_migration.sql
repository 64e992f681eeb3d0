-- A row: how a child moved; joined to facts_episode by child, it is linked to trafficking. Sources: m.
SELECT file_id AS child, moved, papers, country, from_country, why, moving_with, rights,
       restrictions, date_trunc('month', as_of)::date AS known
FROM screening_migration m
