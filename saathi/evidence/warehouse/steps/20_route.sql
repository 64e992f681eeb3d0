-- An episode: the places of its route in order, and its purposes (Palermo art. 3(a), 3(c)).
-- "XZZ" is the sea; NULL is an unknown place. A place that was never reached is not on the route.
SELECT e.child, e.episode, e.number, e.recorded, e.began, e.age_low, e.age_high, e.purposes, e.source,
       e.confidence, e.known, e.ended, e.exploitation_occurred, e.smuggled, e.sold,
       nullif(e.recruited_country, '') AS recruited,
       nullif(e.recruited_district, '') AS recruited_district,
       coalesce(l.legs, []) AS legs,
       NOT coalesce(e.age_low >= 18 AND e.age_high IS NOT NULL, FALSE) AS is_child,
       (len(e.acts) > 0 OR coalesce(l.has_act, FALSE))
           AND list_has_any(e.purposes, (SELECT list(purpose) FROM purposes WHERE is_exploitation))
           AND (NOT coalesce(e.age_low >= 18 AND e.age_high IS NOT NULL, FALSE) OR len(e.means) > 0)
           AS is_trafficked
FROM facts_episode e
LEFT JOIN (
    SELECT episode,
           list({
               'origin': nullif(from_country, ''), 'place': nullif(to_country, ''),
               'district': nullif(to_district, ''), 'brought': for_exploitation = 'yes',
               'reached': NOT is_intended, 'harm': harm
           } ORDER BY number) AS legs,
           bool_or(len(acts) > 0) AS has_act
    FROM facts_leg WHERE NOT is_removed GROUP BY episode
) l ON l.episode = e.episode
