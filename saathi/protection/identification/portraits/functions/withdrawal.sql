-- When the consent to a photo is withdrawn, the photo is erased in the same transaction, even if the person who
-- withdraws it may not write the identity of the child. The application deletes the bytes with the commit
-- (`portraits/consent_dependents.py`), otherwise the nightly sweep of files that no row names.
CREATE OR REPLACE FUNCTION portraits_withdraw() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM public.vault_stored_file v USING public.portraits_portrait p
     WHERE p.consent_id = NEW.id AND v.id = p.picture AND v.file_id = p.file_id;
    UPDATE public.portraits_portrait
       SET state = 'withdrawn', erased_on = NEW.withdrawn_on, version = version + 1
     WHERE consent_id = NEW.id AND state IN ('current', 'earlier');
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER portraits_withdraw AFTER UPDATE OF withdrawn_on ON consent_consent FOR EACH ROW
    WHEN (NEW.withdrawn_on IS NOT NULL AND OLD.withdrawn_on IS NULL) EXECUTE FUNCTION portraits_withdraw();
