-- A row: how a child rated a service after a referral, where the child agreed to be counted. Sources: o, r.
-- Without the child's consent to counting, the view itself hides the opinion.
SELECT o.file_id AS child, o.counted = 'agreed' AS is_counted,
       CASE WHEN o.counted = 'agreed' THEN o.found END AS found,
       CASE WHEN o.counted = 'agreed' THEN r.kind END AS kind,
       date_trunc('month', o.said_on)::date AS said
FROM services_opinion o
  JOIN services_referral r ON r.id = o.referral_id
