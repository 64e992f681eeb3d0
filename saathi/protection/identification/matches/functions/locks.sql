-- Why a function, and where the numbers are: `infra/locks.py`.

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
