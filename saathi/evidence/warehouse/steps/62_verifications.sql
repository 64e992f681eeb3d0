-- A verification of nationality or address abroad, and how long it waited.
-- kept
SELECT v.record, v.child, p.country_of_case AS country, v.route, v.answer, v.waited,
       coalesce(v.is_solved_in_time, false) AS is_solved_in_time, v.asked, p.sex, p.age, p.national
FROM facts_verification v LEFT JOIN person p ON p.child = v.child
