-- The day of which quality of care is counted: the last day of the quarter before today, whatever day is asked. What is
-- found in one facility would otherwise be the difference between two days.
CREATE OR REPLACE FUNCTION facility_quality_day() RETURNS date
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT date_trunc('quarter', now() AT TIME ZONE 'UTC')::date - 1
$$;

-- Quality of care by country, measured in the same way in each: numbers of facilities, never one of them. For staff who
-- keep the register or inspect (42501). A number is null if it would be of fewer than `fewest` facilities, so that no
-- facility is known by it. What is not met is read from the newest inspection of each facility that was final on the
-- day counted; incidents are those recorded until then.
CREATE OR REPLACE FUNCTION facility_quality(the_day date, fewest integer)
RETURNS TABLE (country text, facilities integer, licensed integer, inspected integer, assessed integer, critical integer,
               examined integer, discrimination integer, places integer, incidents integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM unnest(ARRAY['keep_facilities', 'inspect']) needed
                    WHERE public.staff_may(public.access_staff(), needed)) THEN
        RAISE EXCEPTION 'not yours to compare' USING ERRCODE = '42501';
    END IF;
    fewest := greatest(fewest, 5);
    the_day := public.facility_quality_day();
    RETURN QUERY
    WITH newest AS (
        SELECT DISTINCT ON (i.facility_id) i.facility_id, i.id, i.held_on, i.discrimination
          FROM public.inspections_inspection i
         WHERE i.state = 'final' AND i.held_on <= the_day AND i.decided_at < the_day + 1
         ORDER BY i.facility_id, i.held_on DESC, i.decided_at DESC
    ), failed AS (
        SELECT DISTINCT g.inspection_id FROM public.inspections_inspectionfinding g
         WHERE g.inspection_id IN (SELECT n.id FROM newest n) AND g.is_critical AND g.result = 'not_met'
    ), happened AS (
        SELECT e.facility_id, count(*) AS number FROM public.facility_incidents_facilityincident e
         WHERE e.state <> 'error' AND e.occurred_on > the_day - 365 AND e.occurred_on <= the_day
           AND e.recorded_at < the_day + 1 GROUP BY e.facility_id
    ), counted AS (
        SELECT f.country::text AS country, count(*) AS facilities,
               count(*) FILTER (WHERE public.facility_licence_status(f.id, the_day)
                                IN ('temporary', 'registered', 'conditional')) AS licensed,
               count(*) FILTER (WHERE n.held_on > the_day - 365) AS inspected, count(n.id) AS assessed,
               count(x.inspection_id) AS critical,
               count(*) FILTER (WHERE n.discrimination IN ('found', 'not_found')) AS examined,
               count(*) FILTER (WHERE n.discrimination = 'found') AS discrimination,
               sum(coalesce(f.girls_places, 0) + coalesce(f.boys_places, 0) + coalesce(f.mixed_places, 0)) AS places,
               sum(coalesce(h.number, 0)) AS incidents
          FROM public.facilities_facility f LEFT JOIN newest n ON n.facility_id = f.id
          LEFT JOIN failed x ON x.inspection_id = n.id LEFT JOIN happened h ON h.facility_id = f.id
         WHERE f.state = 'published' GROUP BY f.country
    )
    SELECT c.country, c.facilities::integer, c.licensed::integer, c.inspected::integer,
           CASE WHEN c.assessed >= fewest THEN c.assessed::integer END,
           CASE WHEN c.assessed >= fewest THEN c.critical::integer END,
           CASE WHEN c.examined >= fewest THEN c.examined::integer END,
           CASE WHEN c.examined >= fewest THEN c.discrimination::integer END, c.places::integer, c.incidents::integer
      FROM counted c WHERE c.facilities >= fewest ORDER BY c.country;
END $$;

-- For each country and criterion of the Saathi model set: in how many facilities it was seen, and in how many it is
-- met. A criterion of a national set counts for each criterion of the model set that it refers to.
CREATE OR REPLACE FUNCTION facility_quality_criteria(the_day date, fewest integer)
RETURNS TABLE (country text, reference text, seen integer, met integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM unnest(ARRAY['keep_facilities', 'inspect']) needed
                    WHERE public.staff_may(public.access_staff(), needed)) THEN
        RAISE EXCEPTION 'not yours to compare' USING ERRCODE = '42501';
    END IF;
    fewest := greatest(fewest, 5);
    the_day := public.facility_quality_day();
    RETURN QUERY
    WITH newest AS (
        SELECT DISTINCT ON (i.facility_id) i.facility_id, i.id, i.standard_set_id
          FROM public.inspections_inspection i
         WHERE i.state = 'final' AND i.held_on <= the_day AND i.decided_at < the_day + 1
         ORDER BY i.facility_id, i.held_on DESC, i.decided_at DESC
    ), meant AS (
        SELECT s.id, one ->> 'code' AS code, named.reference
          FROM public.standards_standardset s CROSS JOIN jsonb_array_elements(s.criteria) one
         CROSS JOIN jsonb_array_elements_text(one -> 'references') named (reference)
    ), found AS (  -- a facility meets a criterion of the model set if it meets all that refer to it
        SELECT f.country::text AS country, m.reference, f.id, bool_and(g.result = 'met') AS is_met
          FROM newest n JOIN public.facilities_facility f ON f.id = n.facility_id AND f.state = 'published'
          JOIN public.inspections_inspectionfinding g ON g.inspection_id = n.id
           AND g.result IN ('met', 'partly', 'not_met')
          JOIN meant m ON m.id = n.standard_set_id AND m.code = g.code
         GROUP BY f.country, m.reference, f.id
    )
    SELECT d.country, d.reference, count(*)::integer, (count(*) FILTER (WHERE d.is_met))::integer
      FROM found d GROUP BY d.country, d.reference HAVING count(*) >= fewest;
END $$;
