-- When the consent to a voice recording is withdrawn, the sound is erased in the same transaction, even if the person
-- who withdraws it may not write the child's statements or is not in the audience. The application deletes the bytes
-- with the commit (`recordings/consent_dependents.py`), otherwise the nightly sweep of files that no row names.
CREATE OR REPLACE FUNCTION recordings_withdraw() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM public.vault_stored_file v USING public.recordings_voicerecording r
     WHERE r.consent_id = NEW.id AND v.id = r.original AND v.file_id = r.file_id;
    UPDATE public.recordings_voicerecording
       SET state = 'withdrawn', removed_on = NEW.withdrawn_on, version = version + 1
     WHERE consent_id = NEW.id AND state = 'kept';
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER recordings_withdraw AFTER UPDATE OF withdrawn_on ON consent_consent FOR EACH ROW
    WHEN (NEW.withdrawn_on IS NOT NULL AND OLD.withdrawn_on IS NULL) EXECUTE FUNCTION recordings_withdraw();

-- Refuses a recording without an active consent of the same child to recordings, or on one that the child has refused.
-- The consent is locked until the recording is stored, so that a simultaneous withdrawal cannot slip in between, and the
-- file, so that no simultaneous refusal can (`consent_lock_for_refusal`). A restore brings back the recordings of the
-- backup, also those withdrawn or refused since.
CREATE OR REPLACE FUNCTION recordings_require_consent() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    has_consent boolean;
BEGIN
    PERFORM FROM public.consent_consent c
      WHERE c.id = NEW.consent_id AND c.file_id = NEW.file_id AND c.withdrawn_on IS NULL
        AND 'picture' = ANY (c.scopes)
        FOR SHARE;
    has_consent := FOUND;
    PERFORM FROM public.agencies_file f WHERE f.id = NEW.file_id FOR SHARE;
    IF NOT has_consent OR public.consent_is_refused(NEW.consent_id, 'picture') THEN
        RAISE EXCEPTION 'recordings_voicerecording: no active consent to a recording' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER recordings_require_consent BEFORE INSERT OR UPDATE OF consent_id ON recordings_voicerecording
    FOR EACH ROW WHEN (NEW.consent_id IS NOT NULL AND current_user NOT IN ('saathi_maintenance', 'saathi_owner'))
    EXECUTE FUNCTION recordings_require_consent();
