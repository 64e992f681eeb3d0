-- A row: what an authority decided about an alleged perpetrator. Sources: o.
SELECT o.file_id AS child, o.alleged_id AS alleged, o.kind, o.body,
       date_trunc('month', o.decided_on)::date AS decided
FROM around_outcome o
