-- When a request, a placement, a journey and an answer of a transfer can be recorded, whatever writes the row. The row of
-- the transfer is locked: a stop of the same moment waits.

CREATE OR REPLACE FUNCTION transfers_fits_stage() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    about public.transfers_transfer;
    zone text;
    fault text;
BEGIN
    SELECT t.* INTO about FROM public.transfers_transfer t
     WHERE t.id = NEW.transfer_id AND t.file_id = NEW.file_id FOR NO KEY UPDATE;
    IF about.state <> ALL (CASE TG_TABLE_NAME
        WHEN 'transfers_transferrequest' THEN ARRAY['considered', 'requested', 'refused']
        ELSE ARRAY['considered', 'requested', 'accepted', 'submitted', 'authorised'] END) THEN
        fault := 'this transfer is not being prepared';
    ELSIF TG_TABLE_NAME = 'transfers_transferjourney' THEN
        SELECT o.time_zone INTO zone FROM public.agencies_file f
          JOIN public.agencies_office o ON o.id = f.office_id WHERE f.id = NEW.file_id;
        IF (NEW.departs_at AT TIME ZONE zone)::date < (now() AT TIME ZONE zone)::date THEN
            fault := 'the planned journey is past';
        END IF;
    END IF;
    IF fault IS NOT NULL THEN
        RAISE EXCEPTION '%: %', TG_TABLE_NAME, fault USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_open BEFORE INSERT ON transfers_transferrequest FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_fits_stage();
CREATE OR REPLACE TRIGGER when_open BEFORE INSERT ON transfers_receivingplacement FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_fits_stage();
CREATE OR REPLACE TRIGGER when_open BEFORE INSERT ON transfers_transferjourney FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_fits_stage();

-- An answer of the other country follows the newest request, and is not dated before it.
CREATE OR REPLACE FUNCTION transfers_answer_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM public.transfers_transfer t
                WHERE t.id = NEW.transfer_id AND t.file_id = NEW.file_id AND t.direction = 'outgoing')
       AND (SELECT max(r.sent_on) FROM public.transfers_transferrequest r
             WHERE r.transfer_id = NEW.transfer_id AND r.file_id = NEW.file_id) <= NEW.answered_on IS NOT TRUE THEN
        RAISE EXCEPTION 'transfers_transferanswer: no request before this answer' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_requested BEFORE INSERT ON transfers_transferanswer FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_answer_follows();
