-- A row: a request to move a proceeding to a court for children. Sources: r, p.
SELECT r.file_id AS child, p.country, p.kind, r.outcome, date_trunc('month', r.asked_on)::date AS asked
FROM proceedings_courtreferral r
  JOIN proceedings_proceeding p ON p.id = r.proceeding_id
