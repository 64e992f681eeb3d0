SELECT d.kind, d.step, d.heard, date_trunc('month', d.decided_on)::date AS decided
FROM operations_firstdecision d
