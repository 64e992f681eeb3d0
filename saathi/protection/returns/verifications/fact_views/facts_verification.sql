-- A row: a verification of nationality or address abroad. Sources: v.
SELECT v.file_id AS child, v.country AS origin, v.route, v.answer, date_trunc('month', v.asked_on)::date AS asked,
       CASE WHEN v.answered_on IS NULL THEN 'waiting' WHEN v.answered_on - v.asked_on <= 30 THEN 'to_30'
            WHEN v.answered_on - v.asked_on <= 90 THEN 'to_90' ELSE 'over_90' END AS waited,
       v.solution <> '' AND v.solution <> 'none_yet'
       AND v.solved_on - coalesce(v.answered_on, v.asked_on + 90) <= 30 AS is_solved_in_time
FROM verifications_originverification v
