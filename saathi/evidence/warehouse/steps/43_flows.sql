-- A child who was trafficked, where the child was recruited and a place the child was brought to: one row each.
-- kept
WITH brought AS (
    SELECT child, began, origin, recruited_district, is_internal, unnest(legs) AS leg
    FROM roles_of_episode WHERE is_trafficked AND origin IS NOT NULL
)
SELECT b.child, b.origin AS country, b.recruited_district AS origin_district, b.leg.place AS destination,
       b.leg.district AS destination_district, coalesce(g.region, 'elsewhere') AS destination_region,
       CASE WHEN b.leg.place <> b.origin THEN 'cross_border' WHEN b.is_internal THEN 'internal'
            ELSE 'return' END AS kind,
       CASE WHEN b.leg.place <> b.origin THEN b.leg.place ELSE kind END AS leads_to,
       coalesce(b.recruited_district, '') || '>' || coalesce(b.leg.district, '') AS district_pair,
       min(b.began) AS recruited, first(p.sex) AS sex, first(p.age) AS age, first(p.form) AS form,
       first(p.is_counted) AS is_counted
FROM brought b JOIN person p ON p.child = b.child
LEFT JOIN regions g ON g.country = b.leg.place
WHERE b.leg.brought AND b.leg.reached AND b.leg.place <> 'XZZ'
GROUP BY ALL
