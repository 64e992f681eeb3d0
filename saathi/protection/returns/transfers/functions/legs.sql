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

-- Whether a reference belongs to another child (`leg_rules.reasons_against_reference`): another child's transfer in the same
-- country has it, or the same leg of another child's way out of a country. The two countries have files of their own for one
-- child, which no merge joins: their transfers with another direction or leg are of the same way.
CREATE OR REPLACE FUNCTION transfers_has_other_child(the_file uuid, the_reference text, the_leg integer) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN public.access_is_shown(the_file) AND EXISTS (
        SELECT 1 FROM public.transfers_transfer x
          JOIN public.agencies_file f ON f.id = x.file_id JOIN public.agencies_office o ON o.id = f.office_id
         WHERE x.reference = the_reference AND x.file_id <> ALL (public.files_of_child(the_file))
           AND (x.direction = 'outgoing' AND x.leg = the_leg
                OR o.country = (SELECT w.country FROM public.agencies_file mine
                                  JOIN public.agencies_office w ON w.id = mine.office_id WHERE mine.id = the_file)));
END $$;

CREATE OR REPLACE FUNCTION transfers_keep_reference() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF public.transfers_has_other_child(NEW.file_id, NEW.reference, NEW.leg) THEN
        RAISE EXCEPTION 'transfers_transfer: the reference belongs to another child' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_referenced BEFORE INSERT ON transfers_transfer FOR EACH ROW
    WHEN (NEW.direction = 'outgoing' AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION transfers_keep_reference();
