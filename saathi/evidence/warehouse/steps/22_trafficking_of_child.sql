-- A child who was trafficked: the first recruitment, and every purpose of exploitation.
SELECT child, min(began) AS recruited, arg_min(ROW(age_low, age_high), number) AS age_then,
       list_sort(list_distinct(flatten(list(purposes)))) AS purposes, count(*) AS episodes,
       bool_or(exploitation_occurred = 'yes') AS was_exploited,
       bool_and(exploitation_occurred = 'no') AS was_prevented,
       bool_and(NOT is_child) AS was_adult, arg_min(source, number) AS source,
       arg_min(confidence, number) AS confidence, bool_or(smuggled = 'yes') AS was_smuggled
FROM route WHERE is_trafficked GROUP BY child
