-- Why a function, and where the numbers are: `infra/locks.py`.

-- The numbers of the pages are replaced by one transaction at a time.
CREATE OR REPLACE FUNCTION lock_indicators() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_advisory_xact_lock({lock.INDICATORS})
$$;
