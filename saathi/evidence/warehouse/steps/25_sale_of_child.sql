-- A child who was sold under 18, in any incident (CRC art. 35): whether the purpose is known.
SELECT child, CASE WHEN max(len(purposes)) > 0 THEN 'known' END AS purpose
FROM route WHERE sold = 'yes' AND is_child GROUP BY child
