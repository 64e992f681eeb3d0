-- An episode: the role of each country in it (report Box 1.1, lines 411 to 440).
-- kept
WITH places AS (
    SELECT *,
           [recruited] || flatten(list_transform(
               list_filter(legs, lambda l: l.reached),
               lambda l: CASE WHEN l.origin IS NULL THEN [l.place] ELSE [l.origin, l.place] END
           )) AS route,
           CASE WHEN recruited <> 'XZZ' THEN recruited END AS origin,
           list_distinct(list_transform(
               list_filter(legs, lambda l: l.brought AND l.reached AND l.place <> 'XZZ'), lambda l: l.place
           )) AS destinations,
           list_distinct(list_transform(
               list_filter(legs, lambda l: l.brought AND NOT l.reached AND l.place <> 'XZZ'),
               lambda l: l.place
           )) AS meant
    FROM route
)
SELECT child, episode, began, is_trafficked, origin, recruited_district, destinations, legs,
       list_filter(meant, lambda p: NOT list_contains(destinations, p)) AS intended,
       list_filter(
           list_distinct(route),
           lambda p: p IS NOT NULL AND p <> 'XZZ' AND p IS DISTINCT FROM origin
               AND NOT list_contains(destinations, p) AND NOT list_contains(meant, p)
               AND (origin IS NOT NULL OR p IS DISTINCT FROM legs[1].origin)
       ) AS transit,
       len(list_distinct(list_filter(route, lambda p: p IS NOT NULL))) > 1 AS is_cross_border,
       coalesce(list_bool_or(list_transform(
           range(1, len(legs) + 1),
           lambda i: legs[i].brought AND legs[i].reached AND coalesce(legs[i].place = origin, FALSE)
               AND list_bool_and(list_transform(
                   [recruited] || flatten(list_transform(
                       list_filter(legs[1:i], lambda l: l.reached),
                       lambda l: CASE WHEN l.origin IS NULL THEN [l.place] ELSE [l.origin, l.place] END
                   )),
                   lambda p: coalesce(p = origin, FALSE)
               ))
       )), FALSE) AS is_internal
FROM places
