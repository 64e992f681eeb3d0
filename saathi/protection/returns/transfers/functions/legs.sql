-- One transfer of a child out of the country is under way, or several legs under one reference (`transfers.leg_rules`). The
-- row of the file is locked, so that one of two that are opened at the same moment waits for the other.
CREATE OR REPLACE FUNCTION transfers_keep_one_way() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM public.agencies_file f WHERE f.id = NEW.file_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT 1 FROM public.transfers_transfer x
                WHERE x.file_id = NEW.file_id AND x.id <> NEW.id AND x.direction = 'outgoing'
                  AND x.state IN ('considered', 'requested', 'accepted', 'submitted', 'authorised', 'travelling')
                  AND NOT (x.reference = NEW.reference AND x.leg <> NEW.leg)) THEN
        RAISE EXCEPTION 'transfers_transfer: another transfer of the child is open' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_alone BEFORE INSERT ON transfers_transfer FOR EACH ROW
    WHEN (NEW.direction = 'outgoing' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION transfers_keep_one_way();
CREATE OR REPLACE TRIGGER when_alone_again BEFORE UPDATE OF state ON transfers_transfer FOR EACH ROW
    WHEN (NEW.direction = 'outgoing' AND OLD.state = 'refused' AND NEW.state <> 'refused'
          AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION transfers_keep_one_way();
