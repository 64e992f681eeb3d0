-- We ask only by our own permitted contact or our own request: a contact that others made is asked by others.
CREATE OR REPLACE FUNCTION verification_asks_by_its_contact() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM public.protection_screening_origincontact c
                WHERE c.id = NEW.contact_id AND c.made_by <> 'us') THEN
        RAISE EXCEPTION 'verifications: others made this contact' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER when_asked_by_us BEFORE INSERT OR UPDATE OF route, contact_id ON verifications_originverification
    FOR EACH ROW WHEN (NEW.route IN ('agency', 'representative', 'focal_point', 'partner')
        AND NEW.contact_id IS NOT NULL AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION verification_asks_by_its_contact();
