-- Why a function, and where the numbers are: `infra/locks.py`.

-- Whether this session works on a release and no other does, until it says so or ends.
CREATE OR REPLACE FUNCTION lock_release(of_release uuid) RETURNS boolean
LANGUAGE sql STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_try_advisory_lock(hashtextextended('release ' || of_release::text, 0))
$$;

CREATE OR REPLACE FUNCTION unlock_release(of_release uuid) RETURNS boolean
LANGUAGE sql STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_advisory_unlock(hashtextextended('release ' || of_release::text, 0))
$$;
