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

-- What a contact with whoever asks lacks because it leads to another country: codes of `rules.LACKS_ABROAD`. "No contact" is
-- always possible, and the asker learns nothing then.
CREATE OR REPLACE FUNCTION enquiry_lacks_abroad(of_file uuid, asked_by uuid, is_official boolean) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN {values.enquiry_lacks};
END $$;

-- The same for those who decide on the enquiry (42501).
CREATE OR REPLACE FUNCTION enquiry_contact_lacks(of_match uuid, the_way text) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked public.intake_enquirymatch;
BEGIN
    SELECT m.* INTO asked FROM public.intake_enquirymatch m WHERE m.id = of_match;
    IF asked.id IS NULL OR (public.access_sections(asked.file_id)).writes & {section.ENQUIRY} = 0
       OR NOT public.staff_may(public.access_staff(), 'answer_enquiry') THEN
        RAISE EXCEPTION 'no such enquiry' USING ERRCODE = '42501';
    END IF;
    RETURN public.enquiry_lacks_abroad(asked.file_id, asked.asker, the_way = 'embassy');
END $$;

-- No contact leads to another country while something is missing (23514). The file's row is locked: a screening of the same
-- moment waits.
CREATE OR REPLACE FUNCTION enquiry_contact_is_screened() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM public.agencies_file f WHERE f.id = NEW.file_id FOR NO KEY UPDATE;
    IF public.enquiry_lacks_abroad(NEW.file_id, NEW.asker, NEW.through = 'embassy') <> '{}' THEN
        RAISE EXCEPTION 'intake_enquirymatch: not to this country' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_begun_screened BEFORE INSERT ON intake_enquirymatch FOR EACH ROW
    WHEN (NEW.state = 'contact_made' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION enquiry_contact_is_screened();
CREATE OR REPLACE TRIGGER when_screened BEFORE UPDATE ON intake_enquirymatch FOR EACH ROW
    WHEN (NEW.state = 'contact_made' AND (OLD.state, OLD.through) IS DISTINCT FROM (NEW.state, NEW.through)
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION enquiry_contact_is_screened();
