-- A row: a leg of a route. Sources: l.
SELECT l.file_id AS child, l.episode_id AS episode, l.number, l.from_country, l.from_district,
       l.to_country, l.to_district, l.for_exploitation, l.is_intended, l.transport, l.acts,
       date_trunc('month', l.began_low)::date AS began, l.is_removed,
       l.harm, l.harms
FROM trafficking_leg l
