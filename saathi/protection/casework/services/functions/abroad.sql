-- When a child is referred to a service in another country (`services.abroad_rules`): after the screening, and to a country of
-- origin under a permission that covers what is shared. The reasons are codes of `LACKS_ABROAD`.
CREATE OR REPLACE FUNCTION referral_lacks_abroad(of_file uuid, there text, shared text[], answer text) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    here text := (SELECT o.country FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id
                   WHERE f.id = of_file);
    gate text := public.origin_contact_state(of_file, 'infinity');
    is_origin boolean := public.origin_is_among(of_file, ARRAY[there]);
    wanted CONSTANT text[] := ARRAY(SELECT m.fact FROM (VALUES ('name', 'names'), ('age', 'age'), ('language', 'languages')) m(item, fact)
                                    WHERE m.item = ANY (shared));
BEGIN
    IF there IS NULL OR there IN ('', here) THEN
        RETURN '{}';
    END IF;
    RETURN CASE WHEN answer = 'no' THEN ARRAY['refuses'] WHEN answer IN ('', 'not_asked') THEN ARRAY['not_asked']
                ELSE '{}'::text[] END
        || CASE WHEN gate IN ('not_screened', 'unfinished') OR gate <> 'open' AND is_origin THEN ARRAY['screening']
                WHEN is_origin AND shared && ARRAY['contact', 'health', 'happened', 'family'] THEN ARRAY['never']
                WHEN is_origin AND NOT EXISTS (
                    SELECT 1 FROM public.protection_screening_contactpermission p
                     WHERE p.file_id = of_file AND p.country = there AND p.facts::text[] @> wanted
                       AND public.origin_permission_covers(p.id, of_file, NULL, gate)) THEN ARRAY['permission']
                ELSE '{}'::text[] END;
END $$;

-- The same for those who refer the child of the file (42501).
CREATE OR REPLACE FUNCTION referral_asked_abroad(of_file uuid, there text, shared text[], answer text) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (public.access_sections(of_file)).writes & {section.SUPPORT} = 0
       OR NOT public.staff_may(public.access_staff(), 'work_on_case') THEN
        RAISE EXCEPTION 'not yours to refer' USING ERRCODE = '42501';
    END IF;
    RETURN public.referral_lacks_abroad(of_file, there, shared, answer);
END $$;

-- No referral, and no access of a person, leads to another country while something is missing (23514). That the child
-- does not want a service is always recorded.
CREATE OR REPLACE FUNCTION referral_stays_here() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM public.agencies_file f WHERE f.id = NEW.file_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM (SELECT s.country FROM public.services_service s WHERE s.id = NEW.service_id
                       UNION SELECT o.country FROM public.agencies_staff p
                               JOIN public.agencies_office o ON o.id = p.office_id WHERE p.id = NEW.receiver) led
         WHERE public.referral_lacks_abroad(NEW.file_id, led.country, NEW.shared::text[], NEW.child_answer) <> '{}') THEN
        RAISE EXCEPTION 'services_referral: not to this country' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER referral_stays_here BEFORE INSERT ON services_referral FOR EACH ROW
    WHEN (NEW.child_id IS NOT NULL AND NEW.state <> 'child_declined'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION referral_stays_here();
CREATE OR REPLACE TRIGGER referral_stays_here_changed BEFORE UPDATE ON services_referral
    FOR EACH ROW WHEN (NEW.child_id IS NOT NULL
        AND ((OLD.service_id, OLD.receiver, OLD.shared) IS DISTINCT FROM (NEW.service_id, NEW.receiver, NEW.shared)
             OR OLD.access_until < NEW.access_until)
        AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION referral_stays_here();
