-- Why a function, and where the numbers are: `infra/locks.py`.

-- The key of a file is created and erased by one transaction at a time.
CREATE OR REPLACE FUNCTION lock_file_key(of_file uuid) RETURNS void
LANGUAGE sql STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_advisory_xact_lock({lock.FILE_KEY}, hashtext(of_file::text))
$$;
