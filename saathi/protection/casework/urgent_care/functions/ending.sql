-- Another person than the one who began time-critical care says that it was started by mistake: this ends its alarm although
-- the steps may still be needed (23514). As `urgent_care.rules.reasons_against_end`.
CREATE OR REPLACE FUNCTION urgent_care_require_second_person() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF public.access_staff() IS NULL OR public.access_staff() = NEW.recorded_by THEN
        RAISE EXCEPTION 'urgent_care_urgentcare: a second person says that it was a mistake' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER mistake_by_second BEFORE UPDATE OF outcome ON urgent_care_urgentcare FOR EACH ROW
    WHEN (NEW.outcome = 'mistake' AND OLD.outcome <> 'mistake'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION urgent_care_require_second_person();
