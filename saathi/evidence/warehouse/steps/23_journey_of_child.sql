-- A child who was trafficked: inside a country, across a border, or both.
SELECT child,
       CASE WHEN bool_or(is_internal) AND bool_or(is_cross_border) THEN 'both'
            WHEN bool_or(is_internal) THEN 'internal'
            WHEN bool_or(is_cross_border) THEN 'cross_border' END AS journey
FROM roles_of_episode WHERE is_trafficked GROUP BY child
