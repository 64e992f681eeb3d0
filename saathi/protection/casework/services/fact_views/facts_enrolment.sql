-- A row: a child's place in a course. Sources: e.
SELECT file_id AS child, kind, date_trunc('month', starts_on)::date AS starts,
       date_trunc('month', ended_on)::date AS ended, why_ended, child_view
FROM services_enrolment e
