-- A row: evidence of a child's age. Sources: a.
SELECT a.file_id AS child, a.basis, a.method, a.confidence, a.low, a.high,
       date_trunc('month', a.as_of)::date AS as_of, a.ends_presumption
FROM people_agestatement a
