-- A row: a transfer of a child to or from another country. Sources: t, q, a, h, r, v, y.
-- Days are counted from what happened, so that no date of a journey is needed.
SELECT t.file_id AS child, t.kind, t.direction, t.from_country, t.to_country, t.state,
       nullif(t.stopped_by, '') AS stopped_by, date_trunc('month', t.opened_on)::date AS opened,
       t.decided_on IS NOT NULL AS is_authorised,
       CASE WHEN q.sent_on IS NULL THEN NULL WHEN a.answered_on IS NULL THEN 'waiting'
            WHEN a.answered_on - q.sent_on <= 14 THEN 'to_14' WHEN a.answered_on - q.sent_on <= 30 THEN 'to_30'
            WHEN a.answered_on - q.sent_on <= 90 THEN 'to_90' ELSE 'over_90' END AS answer_wait,
       CASE WHEN t.decided_on IS NULL THEN NULL
            WHEN t.decided_on - t.opened_on <= 14 THEN 'to_14' WHEN t.decided_on - t.opened_on <= 30 THEN 'to_30'
            WHEN t.decided_on - t.opened_on <= 90 THEN 'to_90' ELSE 'over_90' END AS preparation_time,
       date_trunc('month', h.handed_over_at AT TIME ZONE 'UTC')::date AS handed_over,
       r.received_on - (h.handed_over_at AT TIME ZONE 'UTC')::date AS days_to_receipt,
       v.seen_on - (h.handed_over_at AT TIME ZONE 'UTC')::date AS days_to_visit,
       y.seen_on IS NOT NULL AS is_followed_a_year
FROM transfers_transfer t
  LEFT JOIN LATERAL (SELECT s.sent_on, s.xmin FROM transfers_transferrequest s
                      WHERE s.transfer_id = t.id ORDER BY s.sent_on, s.recorded_at LIMIT 1) q ON true
  LEFT JOIN LATERAL (SELECT s.answered_on, s.xmin FROM transfers_transferanswer s
                      WHERE s.transfer_id = t.id AND s.answer <> 'no_answer'
                      ORDER BY s.answered_on, s.recorded_at LIMIT 1) a ON true
  LEFT JOIN LATERAL (SELECT s.handed_over_at, s.xmin FROM transfers_transferhandover s
                      WHERE s.transfer_id = t.id ORDER BY s.handed_over_at LIMIT 1) h ON true
  LEFT JOIN LATERAL (SELECT s.received_on, s.xmin FROM transfers_transferreceipt s
                      WHERE s.transfer_id = t.id ORDER BY s.received_on LIMIT 1) r ON true
  LEFT JOIN LATERAL (SELECT s.seen_on, s.xmin FROM transfers_transferreport s
                      WHERE s.transfer_id = t.id AND s.kind = 'first_visit'
                        AND s.situation NOT IN ('missing', 'not_seen')
                      ORDER BY s.seen_on LIMIT 1) v ON true
  LEFT JOIN LATERAL (SELECT s.seen_on, s.xmin FROM transfers_transferreport s
                      WHERE s.transfer_id = t.id AND s.kind = 'month_12'
                        AND s.situation NOT IN ('missing', 'not_seen')
                      ORDER BY s.seen_on LIMIT 1) y ON true
