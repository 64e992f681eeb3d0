-- A row: a return of a child to the family that took place, through us or through others. Sources: u, v.
SELECT u.file_id AS child, u.state, u.handed_over_by, date_trunc('month', u.handed_over_on)::date AS handed_over,
       coalesce(v.state = 'confirmed' AND v.outcome = 'verified', false) AS is_verified,
       u.visited_on - u.handed_over_on AS days_to_visit
FROM tracing_reunification u
  LEFT JOIN tracing_relationshipverification v ON v.id = u.verification_id
WHERE u.state IN ('carried_out', 'by_others')
