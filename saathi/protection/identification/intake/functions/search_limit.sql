-- The limit of searches in an hour, which holds whoever inserts the enquiry: see `intake.actions.create_enquiry`.

-- An enquiry is the caller's own and of this moment, and one of at most as many as the operator allows
-- in an hour. What is inserted without a context, by maintenance, is not counted here: the web role inserts
-- nothing without one. One at a time for each person: sent at once, none would know of the others.
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

-- An enquiry stays what it was: else an earlier one would be moved out of the hour, or asked anew.
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
