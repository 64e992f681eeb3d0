-- A row: a finding on whether a child was trafficked. Sources: s.
SELECT s.file_id AS child, s.layer, s.finding, s.move, s.authority,
       date_trunc('month', s.decided_on)::date AS decided
FROM orders_statusdecision s
