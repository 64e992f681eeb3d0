-- A row: a threat to a child in proceedings, and whether protection was requested, granted and in force. Sources: t, m.
-- Days are counted from the day on which it was recorded, so that no date of the threat is needed.
SELECT t.file_id AS child, t.urgency, t.targets, t.ways, t.police, t.state,
       t.answered_on - t.recorded_on AS days_to_action, date_trunc('month', t.recorded_on)::date AS known,
       m.id IS NOT NULL AS is_requested, coalesce(m.state IN ('granted', 'in_force', 'ended'), false) AS is_granted
FROM protection_measures_threat t
  LEFT JOIN LATERAL (SELECT p.id, p.state, p.xmin FROM protection_measures_protectionmeasure p
                      WHERE p.child_id = t.child_id AND p.file_id = t.file_id
                      ORDER BY (p.state IN ('granted', 'in_force', 'ended')) DESC, p.requested_on DESC LIMIT 1) m ON true
