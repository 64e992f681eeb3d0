-- A row: a reported sighting of a missing child, confirmed or not. Sources: s.
SELECT s.heard_from, s.country, s.district, s.state, date_trunc('month', s.reported_on)::date AS reported
FROM missing_sighting s
