-- A row: a measure that the law of a country gives a child. Sources: m.
SELECT m.file_id AS child, m.country, m.kind, m.state, date_trunc('month', m.as_of)::date AS as_of
FROM transfers_legalmeasure m
