-- `infra/locks.py` says why these are functions and lists the numbers.

-- Locks a release for this session, until it is unlocked or the session ends; false if another session has
-- it. Only for a release that exists: locks of ever new numbers would fill the memory that all sessions share
-- for locks.
CREATE OR REPLACE FUNCTION lock_release(of_release uuid) RETURNS boolean
LANGUAGE sql STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN EXISTS (SELECT 1 FROM public.releases_release r WHERE r.id = of_release)
                THEN pg_try_advisory_lock(hashtextextended('release ' || of_release::text, 0))
                ELSE false END
$$;

CREATE OR REPLACE FUNCTION unlock_release(of_release uuid) RETURNS boolean
LANGUAGE sql STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_advisory_unlock(hashtextextended('release ' || of_release::text, 0))
$$;
