-- A row: a measure that the law of a country gives a child, with award, payment and control of the money. Sources: m, o, d, p, c.
-- The waiting days end with the first payment; a measure without an award has none.
SELECT m.file_id AS child, m.country, m.kind, o.court_kind, o.special_court_id AS special_court, m.state, date_trunc('month', m.as_of)::date AS as_of,
       nullif(m.grant_kind, '') AS grant_kind, d.decided_on IS NOT NULL AS is_awarded, nullif(d.payer, '') AS payer,
       p.paid_on IS NOT NULL AS is_paid, p.paid_on - d.decided_on AS days_to_payment,
       date_trunc('month', d.decided_on)::date AS awarded, c.controller,
       c.id IS NOT NULL AND c.safeguards <> ARRAY['none']::varchar[] AS is_safeguarded,
       c.id IS NOT NULL AND c.risks && ARRAY['family', 'accused', 'debt', 'official']::varchar[] AS is_at_risk
FROM compensation_legalmeasure m
  LEFT JOIN proceedings_proceeding o ON o.id = m.proceeding_id
  LEFT JOIN LATERAL (SELECT e.decided_on, e.payer, e.xmin FROM compensation_claimdecision e
                      WHERE e.measure_id = m.id AND e.outcome IN ('granted', 'part', 'settled')
                      ORDER BY e.decided_on, e.recorded_at LIMIT 1) d ON true
  LEFT JOIN LATERAL (SELECT q.paid_on, q.xmin FROM compensation_compensationpayment q
                      WHERE q.measure_id = m.id ORDER BY q.paid_on, q.recorded_at LIMIT 1) p ON true
  LEFT JOIN LATERAL (SELECT k.id, k.controller, k.safeguards, k.risks, k.xmin FROM compensation_moneycontrol k
                      WHERE k.measure_id = m.id ORDER BY k.since DESC, k.recorded_at DESC LIMIT 1) c ON true
