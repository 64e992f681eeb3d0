-- The key of a file is created and erased by one transaction at a time. The lock is on the row of the
-- file: advisory locks of ever new numbers would fill the memory that all sessions share for locks. The
-- web locks only the files that its person may change.
CREATE OR REPLACE FUNCTION lock_file_key(of_file uuid) RETURNS void
LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF session_user = 'saathi_app' AND (public.access_sections(of_file)).writes = 0 THEN
        RAISE EXCEPTION 'not yours to change' USING ERRCODE = '42501';
    END IF;
    PERFORM 1 FROM public.agencies_file f WHERE f.id = of_file FOR NO KEY UPDATE;
END $$;
