-- A child who left for another country: by an authorised transfer, or taken there by others.
-- kept
SELECT t.record, t.child, p.country_of_case AS country, 'transfer' AS way, t.handed_over AS went, p.sex, p.age, p.national
FROM facts_transfer t LEFT JOIN person p ON p.child = t.child
WHERE t.direction = 'outgoing' AND t.is_authorised AND t.handed_over IS NOT NULL
UNION ALL
SELECT s.record, s.child, p.country_of_case, s.safeguard, s.happened, p.sex, p.age, p.national
FROM facts_safeguard s LEFT JOIN person p ON p.child = s.child
WHERE s.safeguard IN ('deported', 'pushed_back')
