-- Residential care workers record no placement in a facility, and review none (`unsafe_place_rules.reasons_against_recorder`,
-- `unsafe_place_rules.reasons_against_reviewer`). The argument says what was refused.
CREATE OR REPLACE FUNCTION placement_refuse_residential_worker() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM public.agencies_staff s
                WHERE s.id = public.access_staff() AND s.bundle = 'house_mother') THEN
        RAISE EXCEPTION 'residential care workers %', TG_ARGV[0] USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER recorder_is_other BEFORE INSERT ON placements_placement FOR EACH ROW
    WHEN (NEW.kind IN ('emergency', 'transit', 'residential')
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION placement_refuse_residential_worker('record no placement in a facility');

CREATE OR REPLACE TRIGGER reviewer_is_other BEFORE UPDATE ON placements_placementreview FOR EACH ROW
    WHEN (NEW.state = 'held' AND OLD.state <> 'held'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner', 'saathi_warden'))
    EXECUTE FUNCTION placement_refuse_residential_worker('review no placement');
