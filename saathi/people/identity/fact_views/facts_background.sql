-- A row: a social background. Sources: b.
-- No view contains grounds of discrimination: they are sealed.
SELECT b.file_id AS child, b.answered_by, b.lived_with, b.schooling, b.lived_from, b.present,
       b.absent, b.not_known, b.withheld, date_trunc('month', b.stated_on)::date AS stated
FROM identity_background b
