-- A row: a child's opinion of a service after a referral. Sources: o, r.
-- The view itself hides the opinion unless the child agrees that it is counted.
SELECT o.file_id AS child, o.counted = 'agreed' AS is_counted,
       CASE WHEN o.counted = 'agreed' THEN o.experience END AS found,
       CASE WHEN o.counted = 'agreed' THEN r.kind END AS kind,
       date_trunc('month', o.said_on)::date AS said
FROM services_opinion o
  JOIN services_referral r ON r.id = o.referral_id
