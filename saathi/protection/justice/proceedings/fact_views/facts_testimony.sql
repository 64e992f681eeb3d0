-- A row: a decision of a child whether to testify. Sources: d, p.
SELECT d.file_id AS child, p.kind, p.country, d.answer, d.explained_by, d.fears, d.pressure,
       d.withdrawn_on IS NOT NULL AS is_withdrawn, date_trunc('month', d.decided_on)::date AS decided
FROM proceedings_childtestimonydecision d
  JOIN proceedings_proceeding p ON p.id = d.proceeding_id
