-- A row: an option of a best interests determination. Sources: o, d.
SELECT o.file_id AS child, o.option, o.real_today, o.is_set_aside, o.option = d.solution AS is_chosen,
       date_trunc('month', d.opened_on)::date AS opened
FROM best_interests_solutionoption o JOIN best_interests_determination d ON d.id = o.determination_id
