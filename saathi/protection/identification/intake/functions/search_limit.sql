-- The hourly limit of searches, which applies to every insert of an enquiry: see `intake.actions.create_enquiry`.

-- Refuses an enquiry that is not the caller's own and of this moment (42501), and one beyond the number that
-- the operator allows in an hour (54000). Inserts without a context, by maintenance, are not counted: the web
-- role cannot insert without one. One at a time for each person: parallel inserts would not see each other.
CREATE OR REPLACE FUNCTION enquiry_count() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid;
    most integer := (SELECT s.value FROM public.access_setting s WHERE s.name = 'searches_an_hour');
BEGIN
    IF coalesce(current_setting('saathi.context', true), '') = '' THEN
        RETURN NEW;
    END IF;
    me := public.access_staff();
    IF NEW.recorded_by <> me
       OR abs(extract(epoch FROM NEW.recorded_at - clock_timestamp())) > 300 THEN
        RAISE EXCEPTION 'an enquiry is of this person and moment' USING ERRCODE = '42501';
    END IF;
    PERFORM pg_advisory_xact_lock({lock.SEARCHES}, hashtext(me::text));
    IF most IS NULL OR (SELECT count(*) FROM public.intake_enquiry e WHERE e.recorded_by = me
          AND e.recorded_at > clock_timestamp() - interval '1 hour') >= most THEN
        RAISE EXCEPTION 'too many searches in an hour' USING ERRCODE = '54000';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER enquiry_count BEFORE INSERT ON intake_enquiry
    FOR EACH ROW EXECUTE FUNCTION enquiry_count();

-- Refuses to change an enquiry (42501): otherwise an earlier one could be moved out of the hour, or asked
-- again.
CREATE OR REPLACE FUNCTION enquiry_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF current_user NOT IN ('saathi_warden', 'saathi_maintenance', 'saathi_owner') THEN
        RAISE EXCEPTION 'an enquiry is never changed' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER enquiry_keep BEFORE UPDATE ON intake_enquiry
    FOR EACH ROW EXECUTE FUNCTION enquiry_keep();
