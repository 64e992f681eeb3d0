-- A row: an episode. Sources: e.
SELECT e.file_id AS child, e.id AS episode, e.number, e.known, e.acts, e.purposes, e.means,
       e.exploitation_occurred, e.smuggled, e.migrant, e.recruited_country, e.recruited_district,
       date_trunc('month', e.began_low)::date AS began, e.age_low, e.age_high, e.ended, e.source,
       e.confidence, e.sold, e.sale_source
FROM trafficking_episode e
