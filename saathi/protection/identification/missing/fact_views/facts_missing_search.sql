-- A row: a search for a missing child. Sources: s.
SELECT s.by_whom, s.way, s.country, s.district, s.result,
       date_trunc('month', s.searched_on)::date AS searched
FROM missing_search s
