-- A row: a decision of a child whether to testify, and whether services went on after it. Sources: d, p, r.
SELECT d.file_id AS child, p.kind, p.country, d.answer, d.explained_by, d.fears, d.pressure,
       d.withdrawn_on IS NOT NULL AS is_withdrawn, date_trunc('month', d.decided_on)::date AS decided,
       d.answer = 'does_not_want' OR d.withdrawn_on IS NOT NULL AS is_refusal, r.id IS NOT NULL AS is_helped
FROM proceedings_childtestimonydecision d
  JOIN proceedings_proceeding p ON p.id = d.proceeding_id
  LEFT JOIN LATERAL (SELECT s.id, s.xmin FROM services_referral s
                      WHERE s.file_id = d.file_id AND s.began_on IS NOT NULL
                        AND coalesce(s.ended_on, 'infinity') > coalesce(d.withdrawn_on, d.decided_on)
                      ORDER BY s.offered_on DESC, s.recorded_at DESC LIMIT 1) r ON true
