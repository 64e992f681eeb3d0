-- A row: a breach of a safeguard. Sources: b.
SELECT b.file_id AS child, b.safeguard, nullif(b.done_by, '') AS done_by, b.is_by_order, nullif(b.authority, '') AS authority, b.alert,
       date_trunc('month', b.happened_on)::date AS happened
FROM orders_brokensafeguard b
