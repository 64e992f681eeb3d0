-- Which of these stored files no row names, for the worker's sweep, which cannot see such rows. None if no
-- child is recorded: a restore into that empty database is still to come.
CREATE OR REPLACE FUNCTION vault_unnamed(asked uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT a FROM unnest(asked) a
     WHERE EXISTS ({rows.people_on_record})
       AND NOT EXISTS (SELECT 1 FROM public.vault_stored_file s WHERE s.id = a)
$$;

-- Refuses a stored file without the key of its file: the child was erased while it was uploaded. Until the file is
-- stored, an erasure waits, which then removes it too. A restore brings back the rows of the backup.
CREATE OR REPLACE FUNCTION vault_require_key() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM public.vault_key k WHERE k.file_id = NEW.file_id FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'vault_stored_file: no key, the file was erased' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER vault_require_key BEFORE INSERT ON vault_stored_file
    FOR EACH ROW WHEN (current_user NOT IN ('saathi_maintenance', 'saathi_owner')) EXECUTE FUNCTION vault_require_key();
