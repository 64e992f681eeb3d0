-- A row: a review of the plan with the child. Sources: r.
SELECT r.file_id AS child, r.kind, r.capacities, r.child_participation AS heard, r.agreement, r.result, r.consent_anew,
       date_trunc('month', r.reviewed_on)::date AS reviewed
FROM cases_review r
