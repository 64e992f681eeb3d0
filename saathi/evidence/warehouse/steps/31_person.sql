-- A child: what rows of events copy from the child's row.
SELECT child, country AS country_of_case, identified, sex, age, national, nationality_region, is_counted, form
FROM children
