-- What holds for an export whatever statement writes it. The job that makes the file needs a proof and a seal
-- (`agencies/job_orders.py`); this trigger keeps what is exported, and until when, as it was requested.

CREATE OR REPLACE FUNCTION export_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    most_days CONSTANT integer := 14;  -- as `exporting.MAX_DAYS`
BEGIN
    -- The warden's functions end what has expired; maintenance and the owner load existing data.
    IF current_user IN ('saathi_warden', 'saathi_maintenance', 'saathi_owner') THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.recorded_by IS DISTINCT FROM public.access_staff() OR NEW.state <> 'waiting'
           OR NEW.stored IS NOT NULL OR NEW.downloads <> 0
           OR abs(extract(epoch FROM NEW.recorded_at - clock_timestamp())) > 300
           OR NEW.ends_at > NEW.recorded_at + make_interval(days => most_days, mins => 5) THEN
            RAISE EXCEPTION 'not an export as it is asked for' USING ERRCODE = '42501';
        END IF;
        RETURN NEW;
    END IF;
    IF ROW(NEW.file_id, NEW.recorded_by, NEW.recorded_at, NEW.purpose, NEW.format, NEW.sections,
           NEW.of_file, NEW.chosen, NEW.opened_from, NEW.opened_until, NEW.ends_at, NEW.sealed)
       IS DISTINCT FROM
       ROW(OLD.file_id, OLD.recorded_by, OLD.recorded_at, OLD.purpose, OLD.format, OLD.sections,
           OLD.of_file, OLD.chosen, OLD.opened_from, OLD.opened_until, OLD.ends_at, OLD.sealed)
       OR (OLD.state IN ('ended', 'failed') AND NEW.state NOT IN (OLD.state, 'ended'))
       OR (OLD.state = 'ready' AND NEW.state = 'waiting') OR NEW.downloads < OLD.downloads THEN
        RAISE EXCEPTION 'an export stays as it was asked for' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER export_keep BEFORE INSERT OR UPDATE ON exchange_export
    FOR EACH ROW EXECUTE FUNCTION export_keep();
