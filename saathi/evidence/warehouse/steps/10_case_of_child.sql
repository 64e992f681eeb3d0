-- A child with a case: the first case, and the state of all cases.
SELECT child, country, opened, recorded, risk,
       count(*) OVER every AS cases,
       bool_and(closing_reason IN ('duplicate', 'opened_in_error')) OVER every AS is_void,
       bool_and(closing_reason = 'opened_in_error') OVER every AS is_error
FROM facts_case
WINDOW every AS (PARTITION BY child)
QUALIFY row_number() OVER (PARTITION BY child ORDER BY opened, record) = 1
