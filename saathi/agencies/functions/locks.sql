-- Locks that the web role needs. PostgreSQL's own lock functions are closed to it: with them an injected
-- statement could stop the sealer, a migration or the nightly matching. Numbers: `infra/locks.py`.

-- The key of a file is created and erased by one transaction at a time.
CREATE OR REPLACE FUNCTION lock_file_key(of_file uuid) RETURNS void
LANGUAGE sql STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_advisory_xact_lock(7305013, hashtext(of_file::text))
$$;

-- The plans of a case are numbered by one transaction at a time.
CREATE OR REPLACE FUNCTION lock_case_plans(of_case uuid) RETURNS void
LANGUAGE sql STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_advisory_xact_lock(7305014, hashtext(of_case::text))
$$;

-- Whether the caller's agency brings in children now and in no other transaction.
CREATE OR REPLACE FUNCTION lock_import() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN pg_try_advisory_xact_lock(7305021, hashtext(public.access_agency()::text));
END $$;
