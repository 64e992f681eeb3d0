-- A placement in a facility that began, not recorded in error, with the result of the last inspection of the facility
-- before it. Loaded as a whole (see `facts.py`): it changes with inspections and with the entry of the facility.
SELECT p.id AS record, date_trunc('month', p.recorded_at)::date AS recorded, p.file_id AS child,
       date_trunc('month', p.started_on)::date AS started, p.kind, i.country, i.facility_operator, i.inspection
FROM placements_placement p LEFT JOIN placement_inspections() i ON i.placement = p.id
WHERE p.state IN ('current', 'ended') AND p.kind NOT IN ('kinship', 'foster', 'independent')
