-- `infra/locks.py` says why these are functions and lists the numbers.

-- Locks the nightly matching for this session; false if it runs elsewhere. The lock belongs to the session,
-- so it ends when the process dies.
CREATE OR REPLACE FUNCTION lock_nightly() RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_try_advisory_lock({lock.NIGHTLY_MATCHING})
$$;

CREATE OR REPLACE FUNCTION unlock_nightly() RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_advisory_unlock({lock.NIGHTLY_MATCHING})
$$;
