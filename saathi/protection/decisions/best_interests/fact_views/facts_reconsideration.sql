-- A row: a new fact or request about a determination. Sources: n.
SELECT n.file_id AS child, n.cause, n.outcome, date_trunc('month', n.raised_on)::date AS raised
FROM best_interests_reconsideration n
