-- A row: a decision about a child. Sources: d.
SELECT d.file_id AS child, d.kind, d.decided_by, d.child_participation AS heard, d.weight, d.agreement,
       date_trunc('month', d.decided_on)::date AS decided, d.informed_on IS NOT NULL AS is_informed
FROM consent_decision d
