-- The facilities in which the child of a file lives now, so that no enquiry tells their names unawares; for readers of the legal
-- records of the file, no rows for all others. Placements are a wing above: they say which they are.
CREATE OR REPLACE FUNCTION tracing_places_of_child(the_file uuid) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (public.access_sections(the_file)).reads & {section.LEGAL} = 0 THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT f.name::text FROM ({rows.placements_of_file}) p
                   JOIN public.facilities_facility f ON f.id = p.facility_id
                  WHERE p.ended_on IS NULL;
END $$;
