-- A child who was trafficked, a country and its role for the child: one row each, dated when it first had this role.
-- kept
WITH every AS (
    SELECT child, began, unnest(
        [{'place': origin, 'role': 'origin'}]
        || CASE WHEN is_internal THEN [{'place': origin, 'role': 'internal'}] ELSE [] END
        || list_transform(destinations, lambda p: {'place': p, 'role': 'destination'})
        || list_transform(transit, lambda p: {'place': p, 'role': 'transit'})
        || list_transform(intended, lambda p: {'place': p, 'role': 'intended'})
    ) AS each
    FROM roles_of_episode WHERE is_trafficked
), held AS (
    SELECT child, each.place AS place, each.role AS role, min(began) AS began
    FROM every WHERE each.place IS NOT NULL GROUP BY ALL
)
SELECT h.child, h.place AS country, h.role, h.began AS recruited, p.sex, p.age, p.form, p.is_counted
FROM held h JOIN person p ON p.child = h.child
