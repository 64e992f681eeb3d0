-- A row: a contact, including silent ones. Sources: c, r.
SELECT c.country, c.district, c.kind, c.channel, c.reporter_kind, c.language, c.urgency,
       c.asked_about, c.given, c.is_from_paper,
       date_trunc('month', c.happened_at)::date AS happened,
       c.recorded_at::date - c.happened_at::date AS days_late,
       c.report_id IS NOT NULL AS is_reported, coalesce(r.outcome, '') AS outcome
FROM intake_contact c
  LEFT JOIN intake_report r ON r.id = c.report_id
