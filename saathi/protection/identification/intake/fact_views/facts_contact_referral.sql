-- A row: a referral from a contact. Sources: f.
SELECT f.kind, f.state, date_trunc('month', f.made_at)::date AS made
FROM intake_contactreferral f
