-- A row: the first decision on a child of an operation. Sources: d.
SELECT d.kind, d.step, d.child_participation AS heard, date_trunc('month', d.decided_on)::date AS decided
FROM operations_firstdecision d
