-- The time limit after an emergency removal is met by an assessment: one of this file that is submitted or approved, or one
-- of an authority with its source (`orders.rules.reasons_against_meeting`). Maintenance and the owner load earlier data (23514).
CREATE OR REPLACE FUNCTION best_interests_require_assessment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.met_at, OLD.assessment, OLD.assessed_by)
                            IS NOT DISTINCT FROM (NEW.met_at, NEW.assessment, NEW.assessed_by) THEN
        RETURN NEW;
    END IF;
    IF NEW.assessed_by <> '' AND NEW.assessment IS NULL AND NEW.sealed IS NOT NULL THEN
        RETURN NEW;
    END IF;
    IF NEW.assessed_by = '' AND EXISTS (
        SELECT 1 FROM public.best_interests_assessment a
          JOIN public.agencies_file f ON f.id = a.file_id JOIN public.agencies_office o ON o.id = f.office_id
         WHERE a.id = NEW.assessment AND a.file_id = NEW.file_id AND a.occasion = 'removal'
           AND a.state IN ('submitted', 'agreed')
           AND a.assessed_on >= (NEW.happened_at AT TIME ZONE o.time_zone)::date) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'orders_countedlimit: no assessment after the removal' USING ERRCODE = 'check_violation';
END $$;

CREATE OR REPLACE TRIGGER met_by_assessment BEFORE INSERT OR UPDATE ON orders_countedlimit FOR EACH ROW
    WHEN (NEW.met_at IS NOT NULL AND NEW.happening = 'removed' AND NEW.code = 'assess'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION best_interests_require_assessment();
