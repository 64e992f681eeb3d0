-- A row: an order of an authority. Sources: r.
SELECT r.file_id AS child, r.authority, r.country, r.kind,
       date_trunc('month', r.made_on)::date AS made, r.appeal, r.effect, r.child_heard AS heard
FROM orders_order r
