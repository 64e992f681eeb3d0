-- Who records the outcome of a referral, and who confirms it (`protection_screening.outcome_rules`). Maintenance and the owner
-- load earlier data.

-- Whether a person may read every screening of a file that found a sign or is not finished: its recorder, named colleagues, and the leaders of
-- the office.
CREATE OR REPLACE FUNCTION origin_reads_signs(of_file uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.agencies_grant g
                    WHERE g.file_id = of_file AND g.kind = 'owner' AND g.principal = ANY (public.access_principals())
                      AND g.reads & {section.LEGAL} <> 0
                      AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now()))
        OR public.origin_reads_screenings(of_file) AND NOT EXISTS (
            SELECT 1 FROM public.protection_screening_protectionscreening s
             WHERE s.file_id = of_file AND s.result IN ('sign', 'claim', 'refugee', 'stateless', 'unfinished')
               AND public.access_staff() <> ALL (s.recorded_by || s.readers))
$$;

-- An outcome names who recorded it, and its change ends the confirmation (23514). A second person confirms it, who may read
-- the screenings with a sign (42501).
CREATE OR REPLACE FUNCTION protection_outcome_is_confirmed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
    apart CONSTANT text[] := ARRAY['confirmed_by', 'confirmed_on', 'version'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.confirmed_by IS NOT NULL OR NEW.outcome <> 'waiting' AND NEW.outcome_by IS DISTINCT FROM me THEN
            RAISE EXCEPTION 'protection_screening: a new referral is not confirmed' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.outcome, OLD.decided_on, OLD.appeal) IS DISTINCT FROM (NEW.outcome, NEW.decided_on, NEW.appeal)
       AND NEW.outcome_by IS DISTINCT FROM me
       OR NEW.outcome_by IS DISTINCT FROM OLD.outcome_by AND NEW.outcome_by IS DISTINCT FROM me
       OR to_jsonb(NEW) - apart <> to_jsonb(OLD) - apart AND NEW.confirmed_by IS NOT NULL THEN
        RAISE EXCEPTION 'protection_screening: a changed outcome is confirmed again' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.confirmed_by IS NOT NULL AND NEW.confirmed_by IS DISTINCT FROM OLD.confirmed_by AND (
           NEW.confirmed_by IS DISTINCT FROM me OR me IN (NEW.recorded_by, NEW.outcome_by)
           OR NEW.confirmed_on NOT BETWEEN current_date - 1 AND current_date + 1
           OR NEW.outcome = 'waiting' OR NOT public.origin_reads_signs(NEW.file_id)) THEN
        RAISE EXCEPTION 'a second person who reads the screening confirms an outcome' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_confirmed BEFORE INSERT OR UPDATE ON protection_screening_protectionreferral
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION protection_outcome_is_confirmed();
