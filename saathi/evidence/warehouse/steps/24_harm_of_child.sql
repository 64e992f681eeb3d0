-- A child who was trafficked: whether harm on the route was asked and answered, and the stages of recorded harm.
WITH of_leg AS (
    SELECT child, origin, destinations, transit, unnest(legs) AS leg FROM roles_of_episode WHERE is_trafficked
)
SELECT child, bool_or(leg.harm NOT IN ('', 'not_known')) AS is_answered,
       list_sort(list_distinct(flatten(list(
           CASE WHEN leg.harm IN ('on_the_way', 'both') THEN ['on_the_way'] ELSE [] END
           || CASE WHEN leg.harm NOT IN ('there', 'both') THEN []
                   WHEN leg.place = origin AND list_contains(destinations, leg.place) THEN ['internal']
                   WHEN leg.place = origin THEN ['origin']
                   WHEN list_contains(destinations, leg.place) THEN ['destination']
                   WHEN list_contains(transit, leg.place) THEN ['transit']
                   ELSE ['not_known_where'] END
           || CASE WHEN leg.harm = 'somewhere' THEN ['not_known_where'] ELSE [] END
       )))) AS stages
FROM of_leg GROUP BY child
