-- Tells the data officers of the office that holds a file that an enquiry about it waits: the nearest
-- ones, of the office itself, else of the office above it, and so on. The notice holds ids and codes,
-- comes from nobody, and says neither who asks nor after whom. For the matcher; told once.
CREATE OR REPLACE FUNCTION access_notify_of_enquiry(the_match uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    told integer;
BEGIN
    WITH RECURSIVE held(file_id, office_id, asker) AS (
        SELECT f.id, f.office_id, m.asker FROM public.intake_enquirymatch m
          JOIN public.agencies_file f ON f.id = m.file_id
         WHERE m.id = the_match AND m.state = 'waiting'
    ), up(id, parent_id, distance) AS (
        SELECT o.id, o.parent_id, 0 FROM public.agencies_office o JOIN held ON held.office_id = o.id
        UNION ALL
        SELECT o.id, o.parent_id, up.distance + 1 FROM public.agencies_office o
          JOIN up ON o.id = up.parent_id
    ), officers AS (
        SELECT s.id, up.distance FROM held
          JOIN public.agencies_principal p ON p.principal = held.office_id
          JOIN public.agencies_staff s ON s.id = p.staff_id
          JOIN up ON up.id = s.office_id
         WHERE s.is_active AND public.staff_may(s.id, 'answer_enquiry') AND s.id <> held.asker
           AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h WHERE h.file_id = held.file_id
                           AND h.principal IN (s.id, s.agency_id))
    )
    INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at)
    SELECT gen_random_uuid(), o.id, 'enquiry_waits', the_match, now() FROM officers o
     WHERE o.distance = (SELECT min(distance) FROM officers)
       AND NOT EXISTS (SELECT 1 FROM public.agencies_notice n
                       WHERE n.staff_id = o.id AND n.record = the_match);
    GET DIAGNOSTICS told = ROW_COUNT;
    RETURN told;
END $$;
