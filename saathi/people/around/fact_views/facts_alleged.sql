-- A row: an alleged perpetrator (an allegation, not a finding). Sources: a.
SELECT a.file_id AS child, a.id AS alleged, a.subject, a.firm_kind, a.roles, a.relationship,
       a.reached, a.is_organised, a.said_by, a.allegation_state,
       date_trunc('month', a.said_on)::date AS said
FROM around_alleged a
