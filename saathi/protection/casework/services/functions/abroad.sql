-- In which countries a service stands, by the register and not by the word of a worker: that of its entry and that of the agency
-- that runs it. ZZZ, which is abroad, if neither says so or there is no such service.
CREATE OR REPLACE FUNCTION referral_service_countries(of_service uuid) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(
        (SELECT array_agg(DISTINCT stands.country ORDER BY stands.country)
           FROM public.services_service s LEFT JOIN public.agencies_agency a ON a.id = s.run_by_id,
                unnest(ARRAY[coalesce(nullif(s.country, ''), '{values.service_unknown_country}'), a.country]::text[]) stands(country)
          WHERE s.id = of_service AND stands.country <> ''),
        ARRAY['{values.service_unknown_country}'])
$$;

-- When a child is referred to a service in another country (`services.abroad_rules`): after the screening, and to a country of
-- origin under a permission that covers what is shared. The reasons are codes of `LACKS_ABROAD`.
CREATE OR REPLACE FUNCTION referral_lacks_abroad(of_file uuid, there text, shared text[], answer text) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    here text := (SELECT o.country FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id
                   WHERE f.id = of_file);
    gate text := public.origin_contact_state(of_file, 'infinity');
    is_origin boolean;
    wanted CONSTANT text[] := ARRAY(SELECT m.fact FROM (VALUES ('name', 'names'), ('age', 'age'), ('language', 'languages')) m(item, fact)
                                    WHERE m.item = ANY (shared));
    is_permitted CONSTANT boolean := EXISTS (
        SELECT 1 FROM public.protection_screening_contactpermission p
         WHERE p.file_id = of_file AND p.country = there AND p.facts::text[] @> wanted
           AND public.origin_permission_covers(p.id, of_file, NULL, gate));
BEGIN
    there := coalesce(nullif(there, ''), '{values.service_unknown_country}');  -- an unknown country is abroad
    IF there = here THEN
        RETURN '{}';
    END IF;
    is_origin := public.origin_is_among(of_file, ARRAY[there]);
    RETURN CASE WHEN answer = 'no' THEN ARRAY['refuses'] WHEN answer IN ('', 'not_asked') THEN ARRAY['not_asked']
                ELSE '{}'::text[] END
        || CASE WHEN gate = 'other_file' THEN ARRAY['other_file']
                WHEN gate IN ('not_screened', 'unfinished') THEN ARRAY['screening']
                WHEN (gate <> 'open' OR shared && ARRAY['contact', 'health', 'happened', 'family'] OR NOT is_permitted)
                     AND public.origin_is_among_elsewhere(of_file, ARRAY[there]) THEN ARRAY['other_file']
                WHEN gate <> 'open' AND is_origin THEN ARRAY['screening']
                WHEN is_origin AND shared && ARRAY['contact', 'health', 'happened', 'family'] THEN ARRAY['never']
                WHEN is_origin AND NOT is_permitted THEN ARRAY['permission']
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

-- The same before a letter about a referral is printed, for those who read the referral (42501).
CREATE OR REPLACE FUNCTION referral_letter_lacks(of_referral uuid) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked public.services_referral;
BEGIN
    SELECT r.* INTO asked FROM public.services_referral r WHERE r.id = of_referral;
    IF asked.id IS NULL OR (public.access_sections(asked.file_id)).reads & {section.SUPPORT} = 0 THEN
        RAISE EXCEPTION 'no such referral' USING ERRCODE = '42501';
    END IF;
    RETURN ARRAY(
        SELECT DISTINCT lacks.code
          FROM unnest(CASE WHEN asked.service_id IS NULL THEN ARRAY[asked.country::text]
                           ELSE public.referral_service_countries(asked.service_id) END) stands(country),
               unnest(public.referral_lacks_abroad(
                   asked.file_id, stands.country, asked.shared::text[], asked.child_answer)) lacks(code));
END $$;

-- No referral, and no access of a person, leads to another country while something is missing (23514). A service that is named
-- in words says in which country it is, if anything is shared; recorded before this was asked, it is abroad. The family of a report, for which no child was screened, is referred
-- within the country. That the child does not want a service is always recorded; the same is asked when the service is informed,
-- and when a referral is offered again that had ended or that the child did not want. What the service answers and does is a fact.
CREATE OR REPLACE FUNCTION referral_stays_here() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.service_id IS NULL AND NEW.country = '' AND NEW.shared <> '{}' AND (
           TG_OP = 'INSERT' OR (NEW.service_id, NEW.country, NEW.shared) IS DISTINCT FROM (OLD.service_id, OLD.country, OLD.shared)
       ) THEN
        RAISE EXCEPTION 'services_referral: in no country' USING ERRCODE = 'check_violation';
    ELSIF NEW.child_id IS NULL THEN
        IF EXISTS (SELECT 1 FROM unnest(ARRAY[NEW.country::text] || CASE WHEN NEW.service_id IS NOT NULL
                          THEN public.referral_service_countries(NEW.service_id) END) led(country)
                    WHERE led.country NOT IN ('', (
                        SELECT o.country FROM public.agencies_file f
                          JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = NEW.file_id))) THEN
            RAISE EXCEPTION 'services_referral: not to this country' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    ELSIF TG_OP = 'INSERT' AND NEW.service_id IS NULL AND NEW.country = '' THEN
        RETURN NEW;  -- nothing is shared yet, with whoever it is
    END IF;
    PERFORM 1 FROM public.agencies_file f WHERE f.id = NEW.file_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM (SELECT NEW.country::text WHERE NEW.service_id IS NULL OR NEW.country <> ''
                       UNION SELECT unnest(public.referral_service_countries(NEW.service_id)) WHERE NEW.service_id IS NOT NULL
                       UNION SELECT o.country FROM public.agencies_staff p
                               JOIN public.agencies_office o ON o.id = p.office_id WHERE p.id = NEW.receiver) led(country)
         WHERE public.referral_lacks_abroad(NEW.file_id, led.country, NEW.shared::text[], NEW.child_answer) <> '{}') THEN
        RAISE EXCEPTION 'services_referral: not to this country' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER referral_stays_here BEFORE INSERT ON services_referral FOR EACH ROW
    WHEN (NEW.state <> 'child_declined'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION referral_stays_here();
CREATE OR REPLACE TRIGGER referral_stays_here_changed BEFORE UPDATE ON services_referral
    FOR EACH ROW WHEN (
        ((OLD.service_id, OLD.country, OLD.receiver, OLD.shared) IS DISTINCT FROM (NEW.service_id, NEW.country, NEW.receiver, NEW.shared)
             OR OLD.access_until < NEW.access_until
             OR NEW.sent_on IS NOT NULL AND NEW.sent_on IS DISTINCT FROM OLD.sent_on
             OR OLD.state NOT IN ('offered', 'accepted', 'attended') AND NEW.state IN ('offered', 'accepted', 'attended')
             OR OLD.state = 'child_declined' AND NEW.state <> 'child_declined')
        AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION referral_stays_here();

-- Access from abroad that the gate ended also ends in the referral that gave it.
CREATE OR REPLACE FUNCTION referral_access_ends() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.services_referral r SET access_until = now(), version = r.version + 1
     WHERE r.file_id = NEW.file_id AND r.access = NEW.access AND r.access_until > now();
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER referral_access_ends AFTER INSERT ON protection_screening_accessabroadend FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION referral_access_ends();
