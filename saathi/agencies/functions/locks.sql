-- Locks a file, so that one transaction at a time creates or erases its key. The lock is on the file's row:
-- advisory locks with ever new numbers would fill the lock memory that all sessions share. The web role can
-- lock only files that its user may change (42501).
CREATE OR REPLACE FUNCTION lock_file_key(of_file uuid) RETURNS void
LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF session_user = 'saathi_app' AND (public.access_sections(of_file)).writes = 0 THEN
        RAISE EXCEPTION 'not yours to change' USING ERRCODE = '42501';
    END IF;
    PERFORM 1 FROM public.agencies_file f WHERE f.id = of_file FOR NO KEY UPDATE;
END $$;
