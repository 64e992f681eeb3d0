-- Whoever works in residential care records no placement in a facility (`unsafe_place_rules.reasons_against_recorder`).
CREATE OR REPLACE FUNCTION placement_recorder_is_other() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM public.agencies_staff s
                WHERE s.id = public.access_staff() AND s.bundle = 'house_mother') THEN
        RAISE EXCEPTION 'placements_placement: residential care workers record no placement in a facility'
              USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER recorder_is_other BEFORE INSERT ON placements_placement FOR EACH ROW
    WHEN (NEW.kind IN ('emergency', 'transit', 'residential')
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION placement_recorder_is_other();

-- Nor do they review a placement (`unsafe_place_rules.reasons_against_reviewer`).
CREATE OR REPLACE FUNCTION placement_reviewer_is_other() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM public.agencies_staff s
                WHERE s.id = public.access_staff() AND s.bundle = 'house_mother') THEN
        RAISE EXCEPTION 'placements_placementreview: residential care workers review no placement'
              USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER reviewer_is_other BEFORE UPDATE ON placements_placementreview FOR EACH ROW
    WHEN (NEW.state = 'held' AND OLD.state <> 'held'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION placement_reviewer_is_other();
