-- Notifies the data officers of the office that holds a file that an enquiry about it waits: the nearest
-- ones, of the office itself, otherwise of the office above it, and so on. The notice holds ids and codes,
-- names no sender, and reveals neither who asks nor which child is meant. For the matcher; each officer is notified
-- once. Returns how many.
CREATE OR REPLACE FUNCTION access_notify_of_enquiry(the_match uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    notified integer;
BEGIN
    WITH officers AS (
        SELECT s.id, s.distance
          FROM public.intake_enquirymatch m, public.file_office_staff(m.file_id) s
         WHERE m.id = the_match AND m.state = 'waiting' AND s.id <> m.asker
           AND public.staff_may(s.id, 'answer_enquiry')
    )
    INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at)
    SELECT gen_random_uuid(), o.id, 'enquiry_waits', the_match, now() FROM officers o
     WHERE o.distance = (SELECT min(distance) FROM officers)
       AND NOT EXISTS (SELECT 1 FROM public.agencies_notice n
                       WHERE n.staff_id = o.id AND n.record = the_match);
    GET DIAGNOSTICS notified = ROW_COUNT;
    RETURN notified;
END $$;
