-- A row: a verification of nationality or address abroad. Sources: v.
SELECT v.file_id AS child, v.country, v.subjects, v.route, v.answer, v.solution,
       date_trunc('month', v.asked_on)::date AS asked, v.answered_on - v.asked_on AS days,
       v.solved_on - coalesce(v.answered_on, v.asked_on + 90) AS days_to_solution
FROM verifications_originverification v
