-- Another person than the one who began time-critical care says that it was started by mistake, that a health service has taken
-- over, or that the child did not want it: each ends its alarm although the steps may still be needed (23514). As
-- `urgent_care.rules.reasons_against_end`.
CREATE OR REPLACE FUNCTION urgent_care_require_second_person() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF public.access_staff() IS NULL OR public.access_staff() = NEW.recorded_by THEN
        RAISE EXCEPTION 'urgent_care_urgentcare: a second person ends care with open steps' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER mistake_by_second BEFORE UPDATE OF outcome ON urgent_care_urgentcare FOR EACH ROW
    WHEN (NEW.outcome IN ('mistake', 'passed_on', 'child_declined') AND NEW.outcome <> OLD.outcome
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION urgent_care_require_second_person();

-- A correction of the event keeps the earliest time that was recorded of it: the limits count from there, so no correction gives
-- more time (23514). As `urgent_care.rules.earliest_recorded`.
CREATE OR REPLACE FUNCTION urgent_care_keep_earliest() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.earliest_at IS DISTINCT FROM least(OLD.earliest_at, OLD.happened_at, NEW.happened_at) THEN
        RAISE EXCEPTION 'urgent_care_urgentcare: the earliest time of the event is kept' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER earliest_is_kept BEFORE UPDATE ON urgent_care_urgentcare FOR EACH ROW
    WHEN ((NEW.happened_at, NEW.earliest_at) IS DISTINCT FROM (OLD.happened_at, OLD.earliest_at)
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION urgent_care_keep_earliest();
