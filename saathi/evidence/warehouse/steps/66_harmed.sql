-- A child in a year in which authorities arrested, detained, charged or deported the child: each act once.
-- kept
SELECT s.child, any_value(p.country_of_case) AS country, date_trunc('year', s.happened)::date AS happened,
       list_sort(list(DISTINCT s.safeguard)) AS acts, any_value(p.sex) AS sex, any_value(p.age) AS age,
       any_value(p.national) AS national, any_value(p.form) AS form
FROM facts_safeguard s LEFT JOIN person p ON p.child = s.child
WHERE s.safeguard IN ('arrested', 'detained', 'charged', 'deported', 'pushed_back')
GROUP BY s.child, date_trunc('year', s.happened)
