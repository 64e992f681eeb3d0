-- A row: whether a person responsible for the child accompanied the child. Sources: a.
SELECT a.file_id AS child, a.state, date_trunc('month', a.as_of)::date AS as_of
FROM consent_accompaniment a
