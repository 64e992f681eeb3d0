-- For facts: of each placement in a facility of the register, the result of the last final inspection of the facility on
-- the day on which the placement began, the country of the facility, and a number for its operator: the agency in
-- Saathi, or the facility itself if no agency does. The numbers are drawn anew each time and say nothing else; releases
-- count by them of how many facilities a figure is. For the analyst alone, who reads no facility.
CREATE OR REPLACE FUNCTION placement_inspections()
RETURNS TABLE (placement uuid, country text, facility_operator uuid, inspection text)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH placed AS (
        SELECT l.id, l.facility_id, l.started_on, f.country::text AS country, coalesce(f.run_by_id, f.id) AS operated_by
          FROM public.placements_placement l JOIN public.facilities_facility f ON f.id = l.facility_id
         WHERE l.state IN ('current', 'ended')
    ), numbered AS MATERIALIZED (
        SELECT o.operated_by, gen_random_uuid() AS drawn FROM (SELECT DISTINCT p.operated_by FROM placed p) o
    )
    SELECT p.id, p.country, n.drawn,
           (SELECT i.result::text FROM public.inspections_inspection i
             WHERE i.facility_id = p.facility_id AND i.state = 'final' AND i.held_on <= p.started_on
             ORDER BY i.held_on DESC, i.decided_at DESC LIMIT 1)
      FROM placed p JOIN numbered n ON n.operated_by = p.operated_by
$$;
