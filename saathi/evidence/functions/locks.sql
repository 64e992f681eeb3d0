-- `infra/locks.py` says why this is a function and lists the numbers.

-- Lets one transaction at a time replace the figures of the pages.
CREATE OR REPLACE FUNCTION lock_indicators() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_advisory_xact_lock({lock.INDICATORS})
$$;
