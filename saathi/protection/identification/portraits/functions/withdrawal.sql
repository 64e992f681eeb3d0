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

-- Refuses a photo without an active consent of the same child to pictures that the child has not refused. The consent
-- is locked until the photo is stored, so that a simultaneous withdrawal cannot slip in between, and the file, so that no
-- simultaneous refusal can (`consent_lock_for_refusal`). A restore brings back the photos of the backup.
CREATE OR REPLACE FUNCTION portraits_require_consent() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    has_consent boolean;
BEGIN
    PERFORM FROM public.consent_consent c
      WHERE c.id = NEW.consent_id AND c.file_id = NEW.file_id AND c.child_id = NEW.child_id
        AND c.withdrawn_on IS NULL AND 'picture' = ANY (c.scopes) AND c.basis IN ('consent', 'assent', 'guardian')
        FOR SHARE;
    has_consent := FOUND;
    PERFORM FROM public.agencies_file f WHERE f.id = NEW.file_id FOR SHARE;
    IF NOT has_consent OR public.consent_is_refused(NEW.consent_id, 'picture') THEN
        RAISE EXCEPTION 'portraits_portrait: no active consent to a photo' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER portraits_require_consent BEFORE INSERT OR UPDATE OF consent_id ON portraits_portrait
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION portraits_require_consent();
