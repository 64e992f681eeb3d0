SELECT s.heard_from, s.country, s.district, s.state, date_trunc('month', s.told_on)::date AS told
FROM missing_sighting s
