-- A child who was trafficked, a country and the role it had for her: once each, in the year it first had it.
-- kept
WITH held AS (
    SELECT child, began, origin AS place, 'origin' AS role FROM roles_of_episode WHERE is_trafficked
    UNION ALL
    SELECT child, began, origin, 'internal' FROM roles_of_episode WHERE is_trafficked AND is_internal
    UNION ALL
    SELECT child, began, unnest(destinations), 'destination' FROM roles_of_episode WHERE is_trafficked
    UNION ALL
    SELECT child, began, unnest(transit), 'transit' FROM roles_of_episode WHERE is_trafficked
    UNION ALL
    SELECT child, began, unnest(intended), 'intended' FROM roles_of_episode WHERE is_trafficked
)
SELECT h.child, h.place AS country, h.role, min(h.began) AS recruited,
       first(p.sex) AS sex, first(p.age) AS age, first(p.form) AS form, first(p.is_counted) AS is_counted
FROM held h JOIN person p ON p.child = h.child
WHERE h.place IS NOT NULL
GROUP BY h.child, h.place, h.role
