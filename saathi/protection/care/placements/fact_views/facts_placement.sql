-- A row: a placement of a child that began, not recorded in error. Sources: p.
-- The length of the stay is known once the placement has ended. What a second person agreed to lacked nothing.
SELECT p.file_id AS child, date_trunc('month', p.started_on)::date AS started, p.kind,
       CASE WHEN p.kind IN ('kinship', 'foster') THEN 'family' WHEN p.kind = 'independent' THEN 'independent'
            ELSE 'facility' END AS care,
       p.basis, p.move_reason <> '' AS is_moved, nullif(p.end_reason, '') AS end_reason,
       CASE WHEN p.ended_on IS NULL THEN NULL WHEN p.ended_on - p.started_on < 30 THEN 'month'
            WHEN p.ended_on - p.started_on < 91 THEN 'quarter' WHEN p.ended_on - p.started_on < 183 THEN 'half'
            WHEN p.ended_on - p.started_on < 366 THEN 'year' ELSE 'longer' END AS stay,
       p.ended_on IS NOT NULL AS is_ended, NOT p.unmet <@ ARRAY['age_unknown', 'sex_unknown', 'short_again', 'child_objects',
       'open_incidents', 'not_as_determined', 'not_as_ordered']::varchar[]
       AS is_unmet,
       CASE WHEN p.siblings IN ('together', 'apart') THEN p.siblings END AS siblings
FROM placements_placement p
WHERE p.state IN ('current', 'ended')
