-- A row: an enquiry about a child across a border. Sources: a.
SELECT a.file_id AS child, a.direction, a.country, a.route, a.asks, a.child_view, a.state,
       date_trunc('month', a.asked_on)::date AS asked, a.answered_on - a.asked_on AS days,
       a.informed_on IS NOT NULL AS is_informed
FROM borders_askedabroad a
