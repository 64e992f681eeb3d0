-- A row: a person that a child wants to find. Sources: t, w, f, c.
-- Days are counted from the child's first wish to the first contact, so that no date is needed.
SELECT t.file_id AS child, t.relation, t.state, date_trunc('month', t.opened_on)::date AS opened, w.wish,
       c.contact_on - f.asked_on AS days_to_contact
FROM tracing_tracingrequest t
  LEFT JOIN LATERAL (SELECT v.wish, v.xmin FROM tracing_childtracingview v
                      WHERE v.request_id = t.id AND v.subject = 'tracing'
                      ORDER BY v.asked_on DESC, v.recorded_at DESC LIMIT 1) w ON true
  LEFT JOIN LATERAL (SELECT v.asked_on, v.xmin FROM tracing_childtracingview v
                      WHERE v.request_id = t.id AND v.subject = 'tracing' AND v.wish = 'wants'
                      ORDER BY v.asked_on LIMIT 1) f ON true
  LEFT JOIN LATERAL (SELECT k.contact_on, k.xmin FROM tracing_familycontact k
                      JOIN tracing_relationshipverification r ON r.id = k.verification_id
                      WHERE r.request_id = t.id AND k.state = 'took_place'
                      ORDER BY k.contact_on LIMIT 1) c ON true
