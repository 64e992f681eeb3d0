-- A row: a screening; its result is not a finding. Sources: s.
SELECT file_id AS child, questionnaire, questionnaire_version, role, language, reading, positive,
       answered, withheld, not_asked, date_trunc('month', screened_on)::date AS screened,
       recorded_at::date - screened_on AS days_late
FROM screening_screening s
