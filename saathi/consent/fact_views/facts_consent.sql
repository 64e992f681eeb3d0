-- A row: a legal basis. Sources: c.
SELECT c.file_id AS child, c.basis, c.scopes, c.answer, c.capacity,
       date_trunc('month', c.given_on)::date AS given, c.withdrawn_on IS NOT NULL AS is_withdrawn
FROM consent_consent c
