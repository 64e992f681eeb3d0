-- A row: a referral to a service. Sources: r.
-- Equity of access by sex, age, nationality and home is counted by joining `facts_child`; papers and
-- accessibility needs are part of the referral (RTS-008, RTS-009, SRV-007, SRV-014).
SELECT file_id AS child, child_id IS NOT NULL AS is_of_child, kind, urgency, state,
       date_trunc('month', offered_on)::date AS offered, answered_on - offered_on AS days_to_answer,
       began_on - offered_on AS days_to_help, answered_on <= answer_by AS is_answered_in_time,
       child_answer, why_declined, outcome, basis, papers, needs_access
FROM services_referral r
