-- A row: a protection measure requested for a child, the answer, and its last review. Sources: m, r.
SELECT m.file_id AS child, m.kind, m.authority_kind, m.state, m.child_view, nullif(m.end_reason, '') AS end_reason,
       m.state IN ('granted', 'in_force', 'ended') AS is_granted, m.decided_on - m.requested_on AS days_to_answer,
       m.in_force_from IS NOT NULL AS is_in_force, r.effect, date_trunc('month', m.requested_on)::date AS requested
FROM protection_measures_protectionmeasure m
  LEFT JOIN LATERAL (SELECT v.effect, v.xmin FROM protection_measures_protectionreview v
                      WHERE v.measure_id = m.id ORDER BY v.reviewed_on DESC, v.recorded_at DESC LIMIT 1) r ON true
