-- For which receiver a request, a placement and a plan of the journey were recorded: the next receiver of the same transfer, of
-- another agency or after a letter, reads only what is addressed to them. Maintenance and the owner load earlier data.

-- To whom the newest request in this system went; NULL if it went another way, or before the first.
CREATE OR REPLACE FUNCTION transfers_addressee(of_transfer uuid, of_file uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT r.addressee FROM public.transfers_transferrequest r
     WHERE r.transfer_id = of_transfer AND r.file_id = of_file ORDER BY r.recorded_at DESC LIMIT 1
$$;

-- A request in this system names its addressee, and one that goes another way names no one. A placement and a plan name the
-- addressee of the newest request, or the receiver who records them (23514).
CREATE OR REPLACE FUNCTION transfers_name_addressee() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    is_right boolean;
BEGIN
    IF TG_TABLE_NAME = 'transfers_transferrequest' THEN
        is_right := (to_jsonb(NEW) ->> 'channel' = 'here') = (NEW.addressee IS NOT NULL);
    ELSE
        is_right := NEW.addressee IS NOT DISTINCT FROM public.transfers_addressee(NEW.transfer_id, NEW.file_id)
            OR NEW.addressee = NEW.recorded_by AND NOT public.transfers_is_ours(NEW.file_id);
    END IF;
    IF is_right IS NOT TRUE THEN
        RAISE EXCEPTION '%: not the addressee', TG_TABLE_NAME USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_written_to BEFORE INSERT ON transfers_transferrequest FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_name_addressee();
CREATE OR REPLACE TRIGGER when_written_to BEFORE INSERT ON transfers_receivingplacement FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_name_addressee();
CREATE OR REPLACE TRIGGER when_written_to BEFORE INSERT ON transfers_transferjourney FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_name_addressee();

-- What was prepared before the first request is for whoever receives that request. A receiver is the addressee of the newest
-- request: no one else becomes it (23514).
CREATE OR REPLACE FUNCTION transfers_address_prepared() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.receiver_id IS DISTINCT FROM public.transfers_addressee(NEW.id, NEW.file_id) THEN
        RAISE EXCEPTION 'transfers_transfer: the receiver is not the addressee of the request' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.receiver_id IS NULL OR EXISTS (
           SELECT 1 FROM public.transfers_transferrequest r
            WHERE r.transfer_id = NEW.id AND r.file_id = NEW.file_id AND r.addressee IS DISTINCT FROM NEW.receiver_id) THEN
        RETURN NULL;
    END IF;
    UPDATE public.transfers_receivingplacement p SET addressee = NEW.receiver_id, version = p.version + 1
     WHERE p.transfer_id = NEW.id AND p.file_id = NEW.file_id AND p.addressee IS NULL;
    UPDATE public.transfers_transferjourney j SET addressee = NEW.receiver_id, version = j.version + 1
     WHERE j.transfer_id = NEW.id AND j.file_id = NEW.file_id AND j.addressee IS NULL;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER transfers_address_prepared AFTER UPDATE OF receiver_id ON transfers_transfer FOR EACH ROW
    WHEN (OLD.receiver_id IS DISTINCT FROM NEW.receiver_id AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION transfers_address_prepared();

-- The colleague abroad whose access ended is notified that a transfer that waits for them is on hold, never why or by whom. The
-- nightly job ends access, too: there is no acting person then.
CREATE OR REPLACE FUNCTION transfers_access_ends() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.agencies_notice (id, staff_id, kind, record, given_at)
    SELECT gen_random_uuid(), s.id, 'transfer_hld', t.id, now()
      FROM public.transfers_transfer t JOIN public.agencies_staff s ON s.id = t.receiver_id
     WHERE t.file_id = NEW.file_id AND t.access = NEW.access AND s.id <> NEW.recorded_by
       AND t.state IN ('requested', 'accepted', 'submitted', 'authorised')
       AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                        WHERE h.file_id = t.file_id AND h.principal IN (s.id, s.agency_id));
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER transfers_access_ends AFTER INSERT ON protection_screening_accessabroadend FOR EACH ROW
    WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION transfers_access_ends();
