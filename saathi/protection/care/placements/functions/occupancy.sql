-- How many children live in each of these facilities, for staff who work on cases or with facilities; no rows of
-- facilities that they may not see. It names no child.
CREATE OR REPLACE FUNCTION placement_occupancy(these uuid[])
RETURNS TABLE (facility uuid, girls integer, boys integer, others integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT f.id, count(*) FILTER (WHERE p.counted_as = 'girl')::integer,
           count(*) FILTER (WHERE p.counted_as = 'boy')::integer,
           count(*) FILTER (WHERE p.counted_as = 'other')::integer
      FROM public.facilities_facility f
      LEFT JOIN public.placements_placement p ON p.facility_id = f.id AND p.state = 'current'
     WHERE f.id = ANY (these) AND (f.state = 'published' OR f.agency_id = public.access_agency())
       AND EXISTS (SELECT 1 FROM unnest(ARRAY['work_on_case', 'keep_facilities', 'inspect']) needed
                    WHERE public.staff_may(public.access_staff(), needed))
     GROUP BY f.id
$$;

-- How many children live in one facility, by the same rule; null for a facility that the reader may not see.
CREATE OR REPLACE FUNCTION placement_residents(the_facility uuid) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT o.girls + o.boys + o.others FROM public.placement_occupancy(ARRAY[the_facility]) o
$$;

-- How many residents of a facility wait for a review because it was stopped, and the first day on which one is due; by the
-- same rule. It names no child.
CREATE OR REPLACE FUNCTION placement_stop_reviews(the_facility uuid) RETURNS TABLE (number integer, first_due date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT count(*)::integer, min(r.due_on)
      FROM public.placements_placement p
      CROSS JOIN LATERAL (  -- for each resident: the reviews due in the country are many
            SELECT min(of_it.due_on) AS due_on FROM public.placements_placementreview of_it
             WHERE of_it.placement_id = p.id AND of_it.state = 'due' AND of_it.occasion NOT IN ('planned', 'sex')
           ) r
     WHERE p.facility_id = the_facility AND p.state = 'current' AND r.due_on IS NOT NULL
       AND EXISTS (SELECT 1 FROM public.placement_occupancy(ARRAY[the_facility]))
$$;

-- The published facilities with a free place for a child of this sex (any code of `people.vocabulary.Gender`), as
-- `facilities.rules.FacilityPlaces.is_full_for` counts; places for any sex fill up last.
CREATE OR REPLACE FUNCTION placement_free_facilities(the_sex text) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH lived AS (
        SELECT p.facility_id, count(*) FILTER (WHERE p.counted_as = 'girl') AS girls,
               count(*) FILTER (WHERE p.counted_as = 'boy') AS boys,
               count(*) FILTER (WHERE p.counted_as = 'other') AS others
          FROM public.placements_placement p WHERE p.state = 'current' AND p.facility_id IS NOT NULL
         GROUP BY p.facility_id
    ), counted AS (
        SELECT f.id, coalesce(f.girls_places, 0) AS girl_places, coalesce(f.boys_places, 0) AS boy_places,
               coalesce(f.mixed_places, 0) AS mixed, coalesce(l.girls, 0) AS girls, coalesce(l.boys, 0) AS boys,
               coalesce(l.others, 0) AS others
          FROM public.facilities_facility f LEFT JOIN lived l ON l.facility_id = f.id
         WHERE f.state = 'published'
    )
    SELECT c.id FROM (SELECT b.*, greatest(0, b.girls - b.girl_places) + greatest(0, b.boys - b.boy_places) + b.others
                             AS used FROM counted b) c
     WHERE EXISTS (SELECT 1 FROM unnest(ARRAY['work_on_case', 'keep_facilities', 'inspect']) needed
                    WHERE public.staff_may(public.access_staff(), needed))
       AND CASE the_sex
           WHEN 'girl' THEN c.girls < c.girl_places OR c.used < c.mixed
           WHEN 'boy' THEN c.boys < c.boy_places OR c.used < c.mixed
           ELSE c.girls + c.boys + c.others < c.girl_places + c.boy_places + c.mixed END
$$;
