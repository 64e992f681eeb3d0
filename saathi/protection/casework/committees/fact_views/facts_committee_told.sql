-- A row: an observation of a child by a local committee. Sources: t, f.
SELECT t.file_id AS child, t.seen, t.how, date_trunc('month', t.seen_on)::date AS seen_on,
       t.seen_on - f.asked_on AS days_after_asking
FROM committees_committeeobservation t
  JOIN committees_followup f ON f.id = t.follow_up_id
