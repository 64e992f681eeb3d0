-- In which country a child is placed and a family assessed (`placements.country_rules`). Maintenance and the owner load earlier
-- data.

-- The country of a placement: of its facility, of its assessed family, or as entered.
CREATE OR REPLACE FUNCTION placement_country(p placements_placement) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN p.facility_id IS NOT NULL
                THEN (SELECT f.country FROM public.facilities_facility f WHERE f.id = p.facility_id)
                WHEN p.assessment_id IS NOT NULL
                THEN (SELECT a.country FROM public.placements_familyassessment a WHERE a.id = p.assessment_id)
                ELSE p.country END
$$;

-- Why our agency does not place a child there: codes of `COUNTRY_REASONS`.
CREATE OR REPLACE FUNCTION placement_country_faults(p placements_placement) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN coalesce(public.placement_country(p), '') = '' THEN ARRAY['no_country']
                WHEN public.placement_country(p) <> o.country THEN ARRAY['abroad']
                ELSE '{}'::text[] END
      FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = p.file_id
$$;

-- A placement keeps the country that it began in; until it is decided, the one of its facility or family.
CREATE OR REPLACE FUNCTION placement_keeps_country() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' OR OLD.state IN ('proposed', 'returned') THEN
        NEW.country := coalesce(public.placement_country(NEW), '');
    ELSIF NEW.country IS DISTINCT FROM OLD.country THEN
        RAISE EXCEPTION 'placements_placement: the place never changes' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER keeps_country BEFORE INSERT OR UPDATE ON placements_placement FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION placement_keeps_country();

-- Our own assessment of a family in another country is a contact with it: only while the screening for international
-- protection allows it (23514). What others did without our request is recorded in any case. The file's row is locked: a
-- screening of the same moment waits.
CREATE OR REPLACE FUNCTION family_assessment_is_screened() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    here text := (SELECT o.country FROM public.agencies_file f JOIN public.agencies_office o ON o.id = f.office_id
                   WHERE f.id = NEW.file_id);
    gate text;
BEGIN
    IF NEW.country = '' OR NEW.asked_by = '' THEN
        RAISE EXCEPTION 'placements_familyassessment: in no country' USING ERRCODE = 'check_violation';
    ELSIF NEW.asked_by = 'others' OR NEW.country = here THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM public.agencies_file f WHERE f.id = NEW.file_id FOR NO KEY UPDATE;
    gate := public.origin_contact_state(NEW.file_id, 'infinity');
    IF gate <> 'open' AND NOT (gate = 'stateless' AND public.origin_permission_covers(NULL, NEW.file_id, NULL, gate)) THEN
        RAISE EXCEPTION 'placements_familyassessment: the country of origin may not be contacted' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_screened BEFORE INSERT ON placements_familyassessment FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION family_assessment_is_screened();
CREATE OR REPLACE TRIGGER when_screened_after BEFORE UPDATE ON placements_familyassessment FOR EACH ROW
    WHEN ((NEW.country, NEW.asked_by) IS DISTINCT FROM (OLD.country, OLD.asked_by)
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION family_assessment_is_screened();
