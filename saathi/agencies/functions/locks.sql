-- Locks that the web role, the matcher and the analyst need. PostgreSQL's own lock functions are closed to
-- them: with these an injected statement or a stolen password could stop a migration, or the work of
-- another role. Numbers: `infra/locks.py`.

-- The key of a file is created and erased by one transaction at a time.
CREATE OR REPLACE FUNCTION lock_file_key(of_file uuid) RETURNS void
LANGUAGE sql STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_advisory_xact_lock({lock.FILE_KEY}, hashtext(of_file::text))
$$;

-- The plans of a case are numbered by one transaction at a time.
CREATE OR REPLACE FUNCTION lock_case_plans(of_case uuid) RETURNS void
LANGUAGE sql STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_advisory_xact_lock({lock.CASE_PLAN}, hashtext(of_case::text))
$$;

-- Whether the caller's agency brings in children now and in no other transaction.
CREATE OR REPLACE FUNCTION lock_import() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN pg_try_advisory_xact_lock({lock.IMPORT}, hashtext(public.access_agency()::text));
END $$;

-- Whether the nightly matching runs here now and nowhere else. The lock belongs to the session, so it
-- goes with a process that falls.
CREATE OR REPLACE FUNCTION lock_nightly() RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_try_advisory_lock({lock.NIGHTLY_MATCHING})
$$;

CREATE OR REPLACE FUNCTION unlock_nightly() RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_advisory_unlock({lock.NIGHTLY_MATCHING})
$$;

-- The numbers of the pages are replaced by one transaction at a time.
CREATE OR REPLACE FUNCTION lock_indicators() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_advisory_xact_lock({lock.INDICATORS})
$$;

-- Whether this session works on a release and no other does, until it says so or ends.
CREATE OR REPLACE FUNCTION lock_release(of_release uuid) RETURNS boolean
LANGUAGE sql STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_try_advisory_lock(hashtextextended('release ' || of_release::text, 0))
$$;

CREATE OR REPLACE FUNCTION unlock_release(of_release uuid) RETURNS boolean
LANGUAGE sql STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_advisory_unlock(hashtextextended('release ' || of_release::text, 0))
$$;
