-- A row: livelihood support. Sources: l.
SELECT file_id AS child, for_whom, given, state, date_trunc('month', asked_on)::date AS asked,
       given_on - asked_on AS days_to_help, lasting
FROM services_livelihood l
