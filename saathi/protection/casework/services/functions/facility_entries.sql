-- Entries of the directory of services that a facility of the register offers (`docs/decisions/shelters-are-facilities.md`).
-- What the register says is entered there alone: this trigger copies it into the entry, so that lists can be sorted and
-- searched, whatever the statement says. Where the register does not say whom its places are for, which languages are
-- spoken or what is accessible, the entry keeps what it says itself. Its name comes before those of the checks of a
-- register, which compare the entry with the one before.
CREATE OR REPLACE FUNCTION service_copy_facility() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    home public.facilities_facility;
    served record;
BEGIN
    SELECT * INTO home FROM public.facilities_facility f WHERE f.id = NEW.facility_id;
    IF home.id IS NULL THEN
        RETURN NEW;  -- refused by the foreign key, or loaded before its facility
    END IF;
    NEW.name := home.name;
    NEW.organisation := home.operator;
    NEW.run_by_id := home.run_by_id;
    NEW.country := home.country;
    NEW.district := home.district;
    NEW.is_place_secret := false;
    NEW.address := '';
    IF home.languages <> '{}' THEN
        NEW.languages := home.languages;
    END IF;
    -- what the register has no code for stays
    IF home.accessible <> '{}' THEN
        NEW.accessible := home.accessible || ARRAY(
            SELECT a.code FROM unnest(NEW.accessible) a (code) WHERE a.code IN ('mental', 'outreach'));
    END IF;
    SELECT count(*) > 0 AS is_known, min(g.low) AS low, max(g.high) AS high, bool_or(g.low IS NULL) AS from_any,
           bool_or(g.high IS NULL) AS to_any, array_agg(g.served) AS those INTO served
      FROM (VALUES ('girls', home.girls_places, home.girls_age_low, home.girls_age_high),
                   ('boys', home.boys_places, home.boys_age_low, home.boys_age_high),
                   ('any', home.mixed_places, home.mixed_age_low, home.mixed_age_high)) g (served, places, low, high)
     WHERE g.places > 0;
    IF served.is_known THEN
        NEW.age_low := CASE WHEN NOT served.from_any THEN served.low END;
        NEW.age_high := CASE WHEN NOT served.to_any THEN served.high END;
        NEW.serves := CASE served.those WHEN '{girls}' THEN '{girls}'::text[] WHEN '{boys}' THEN '{boys}'
                      ELSE '{}'::text[] END;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER copied_from_facility BEFORE INSERT OR UPDATE ON services_service FOR EACH ROW
    WHEN (NEW.facility_id IS NOT NULL) EXECUTE FUNCTION service_copy_facility();

-- A change of the register is in the directory at once, as a new version of the entry if a person made it.
CREATE OR REPLACE FUNCTION service_follow_facility() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.services_service s SET version = s.version + (public.access_staff() IS NOT NULL)::integer
     WHERE s.facility_id = NEW.id;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER directory_follows AFTER UPDATE ON facilities_facility FOR EACH ROW
    WHEN ((OLD.name, OLD.operator, OLD.run_by_id, OLD.country, OLD.district, OLD.languages, OLD.accessible,
           OLD.girls_places, OLD.girls_age_low, OLD.girls_age_high, OLD.boys_places,
           OLD.boys_age_low, OLD.boys_age_high, OLD.mixed_places, OLD.mixed_age_low,
           OLD.mixed_age_high)
          IS DISTINCT FROM
          (NEW.name, NEW.operator, NEW.run_by_id, NEW.country, NEW.district, NEW.languages, NEW.accessible,
           NEW.girls_places, NEW.girls_age_low, NEW.girls_age_high, NEW.boys_places,
           NEW.boys_age_low, NEW.boys_age_high, NEW.mixed_places, NEW.mixed_age_low,
           NEW.mixed_age_high))
    EXECUTE FUNCTION service_follow_facility();

-- Whether a referral to accommodation lacks the placement that its start needs: in the facility of its service, or, if
-- the service is not in the directory, in a facility that is not in the register either, from the offer on. A placement
-- in a family or in another facility is not this stay. The gate of placements is then passed, or it is on record what
-- others decided.
CREATE OR REPLACE FUNCTION referral_lacks_placement(the_file uuid, of_service uuid, offered date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT NOT EXISTS (
        SELECT 1 FROM ({rows.placements_of_file}) p
         WHERE (p.ended_on IS NULL OR p.ended_on >= offered)
           AND (of_service IS NULL AND p.started_on >= offered AND p.facility_id IS NULL
                AND p.kind IN ('emergency', 'transit', 'residential')
                OR p.facility_id = (SELECT s.facility_id FROM public.services_service s WHERE s.id = of_service)))
$$;

-- The same for those who record the progress of this referral (42501).
CREATE OR REPLACE FUNCTION referral_asked_placement(of_referral uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked public.services_referral;
BEGIN
    SELECT * INTO asked FROM public.services_referral r WHERE r.id = of_referral;
    IF asked.id IS NULL OR (public.access_sections(asked.file_id)).writes & {section.SUPPORT} = 0 THEN
        RAISE EXCEPTION 'not yours to follow' USING ERRCODE = '42501';
    END IF;
    RETURN public.referral_lacks_placement(asked.file_id, asked.service_id, asked.offered_on);
END $$;

-- A stay in accommodation begins with a placement (23514). Stays that are recorded with the referral, such as imported
-- ones, are not affected.
CREATE OR REPLACE FUNCTION referral_begins_placed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF public.referral_lacks_placement(NEW.file_id, NEW.service_id, NEW.offered_on) THEN
        RAISE EXCEPTION 'services_referral: no placement' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER referral_begins_placed BEFORE UPDATE ON services_referral FOR EACH ROW
    WHEN (NEW.kind = 'shelter' AND NEW.child_id IS NOT NULL AND NEW.began_on IS NOT NULL AND OLD.began_on IS NULL
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION referral_begins_placed();
