-- A row: livelihood support given in the follow-up of a child after a return. Sources: l, r, e.
-- The effect is the last that was reviewed within 15 months of the support; not reviewed and "not known" are both unknown.
SELECT l.file_id AS child, date_trunc('month', l.given_on)::date AS given, l.for_whom,
       nullif(l.provider, '') AS provider, nullif(nullif(l.cost, 'not_known'), '') AS cost,
       e.reviewed_on IS NOT NULL AS is_reviewed, nullif(e.income, 'not_known') AS income, nullif(e.debt, 'not_known') AS debt,
       nullif(e.school, 'not_known') AS school, nullif(e.child_work, 'not_known') AS child_work,
       nullif(e.safety, 'not_known') AS safety, nullif(e.made_worse, 'not_asked') AS made_worse
FROM services_livelihood l
  JOIN LATERAL (SELECT f.returned_on, f.xmin FROM reintegration_reintegration f
                 WHERE f.file_id = l.file_id AND f.returned_on <= l.given_on
                 ORDER BY f.returned_on DESC LIMIT 1) r ON true
  LEFT JOIN LATERAL (SELECT g.reviewed_on, g.income, g.debt, g.school, g.child_work, g.safety, g.made_worse, g.xmin
                       FROM reintegration_livelihoodeffect g
                      WHERE g.livelihood_id = l.id AND g.reviewed_on < (l.given_on + interval '15 months')::date
                      ORDER BY g.reviewed_on DESC, g.recorded_at DESC LIMIT 1) e ON true
WHERE l.given_on IS NOT NULL
