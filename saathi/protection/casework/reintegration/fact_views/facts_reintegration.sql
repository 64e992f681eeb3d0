-- A row: the follow-up of a child after one return. Sources: r, y, w, m, s, k, v.
-- What was known 12 months after the return: from the last contact with the child in the months 11 to 15,
-- if one says anything about it.
SELECT r.file_id AS child, date_trunc('month', r.returned_on)::date AS returned, nullif(r.end_reason, '') AS end_reason,
       y.contact_on IS NOT NULL AS is_followed_a_year, w.contact_on IS NOT NULL AS is_followed_two_years,
       nullif(nullif(y.lives_with, 'not_known'), '') AS living,
       nullif(nullif(y.school, 'not_known'), '') AS school, nullif(nullif(y.work, 'not_known'), '') AS work,
       m.state IS NOT NULL AS has_mentor, s.state IS NOT NULL AS is_trafficked_again,
       k.state IS NOT NULL AS has_committee, nullif(v.care_outcome, '') AS care_outcome
FROM reintegration_reintegration r
  LEFT JOIN LATERAL (SELECT c.contact_on, c.lives_with, c.school, c.work, c.xmin
                       FROM reintegration_monitoringcontact c
                      WHERE c.reintegration_id = r.id AND c.state = 'held'
                        AND c.contact_on >= (r.returned_on + interval '11 months')::date
                        AND c.contact_on < (r.returned_on + interval '15 months')::date
                      -- first a contact that answers something
                      ORDER BY c.lives_with = '' AND c.school = '' AND c.work = '', c.contact_on DESC, c.recorded_at DESC
                      LIMIT 1) y ON true
  LEFT JOIN LATERAL (SELECT c.contact_on, c.xmin FROM reintegration_monitoringcontact c
                      WHERE c.reintegration_id = r.id AND c.state = 'held'
                        AND c.contact_on >= (r.returned_on + interval '22 months')::date
                      ORDER BY c.contact_on LIMIT 1) w ON true
  LEFT JOIN LATERAL (SELECT t.state, t.xmin FROM reintegration_mentor t
                      WHERE t.reintegration_id = r.id AND t.decided_on IS NOT NULL AND t.state IN ('approved', 'ended')
                      ORDER BY t.recorded_at LIMIT 1) m ON true
  LEFT JOIN LATERAL (SELECT g.state, g.xmin FROM reintegration_retraffickingsign g
                      WHERE g.file_id = r.file_id AND g.state = 'confirmed' AND g.noticed_on >= r.returned_on
                      ORDER BY g.noticed_on LIMIT 1) s ON true
  LEFT JOIN LATERAL (SELECT u.state, u.xmin FROM reintegration_committeesupport u
                      WHERE u.reintegration_id = r.id ORDER BY u.began_on, u.recorded_at LIMIT 1) k ON true
  LEFT JOIN LATERAL (SELECT i.care_outcome, i.xmin FROM reintegration_finalevaluation i
                      WHERE i.reintegration_id = r.id ORDER BY i.evaluated_on DESC, i.recorded_at DESC LIMIT 1) v ON true
