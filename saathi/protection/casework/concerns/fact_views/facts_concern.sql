-- A row: a protection concern of a child. Sources: c.
SELECT c.file_id AS child, c.concern, c.source, c.status,
       date_trunc('month', c.since)::date AS since
FROM concerns_protectionconcern c
