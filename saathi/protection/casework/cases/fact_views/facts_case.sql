-- A row: a case. Sources: c, o.
-- Days are counted from the opening, so that waiting times need no date.
SELECT c.file_id AS child, c.office_id AS office, o.country, o.level, c.status, c.stage, c.risk,
       date_trunc('month', c.opened_on)::date AS opened,
       date_trunc('month', c.closed_on)::date AS closed, c.closing_reason,
       c.closed_on - c.opened_on AS days_open
FROM cases_case c
  JOIN agencies_office o ON o.id = c.office_id
