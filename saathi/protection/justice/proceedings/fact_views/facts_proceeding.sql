-- A row: a proceeding, its latest stage, and how long its parts took. Sources: p, f, l, b, c, e, j.
-- Days are counted from what happened, so that no date of a stage is needed.
SELECT p.file_id AS child, p.kind, p.country, p.court_kind, p.special_court_id AS special_court, l.stage, nullif(j.result, '') AS result,
       date_trunc('month', f.reached_on)::date AS opened, date_trunc('month', j.reached_on)::date AS judged,
       c.reached_on - b.reached_on AS days_to_charge, e.listed_on - c.reached_on AS days_to_evidence,
       j.reached_on - c.reached_on AS days_to_judgment
FROM proceedings_proceeding p
  LEFT JOIN LATERAL (SELECT s.reached_on, s.xmin FROM proceedings_proceedingstep s
                      WHERE s.proceeding_id = p.id ORDER BY s.reached_on, s.recorded_at LIMIT 1) f ON true
  LEFT JOIN LATERAL (SELECT s.stage, s.xmin FROM proceedings_proceedingstep s
                      WHERE s.proceeding_id = p.id ORDER BY s.reached_on DESC, s.recorded_at DESC LIMIT 1) l ON true
  LEFT JOIN LATERAL (SELECT s.reached_on, s.xmin FROM proceedings_proceedingstep s
                      WHERE s.proceeding_id = p.id AND s.stage = 'complaint'
                      ORDER BY s.reached_on, s.recorded_at LIMIT 1) b ON true
  LEFT JOIN LATERAL (SELECT s.reached_on, s.xmin FROM proceedings_proceedingstep s
                      WHERE s.proceeding_id = p.id AND s.stage = 'charge'
                      ORDER BY s.reached_on, s.recorded_at LIMIT 1) c ON true
  LEFT JOIN LATERAL (SELECT h.listed_on, h.xmin FROM proceedings_hearing h
                      WHERE h.proceeding_id = p.id AND h.state = 'held' AND h.mode NOT IN ('', 'not_heard', 'not_known')
                      ORDER BY h.listed_on, h.recorded_at LIMIT 1) e ON true
  LEFT JOIN LATERAL (SELECT s.reached_on, s.result, s.xmin FROM proceedings_proceedingstep s
                      WHERE s.proceeding_id = p.id AND s.stage = 'judgment'
                      ORDER BY s.reached_on, s.recorded_at LIMIT 1) j ON true
