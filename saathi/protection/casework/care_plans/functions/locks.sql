-- Why a function, and where the numbers are: `infra/locks.py`.

-- The plans of a case are numbered by one transaction at a time.
CREATE OR REPLACE FUNCTION lock_case_plans(of_case uuid) RETURNS void
LANGUAGE sql STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_advisory_xact_lock({lock.CASE_PLAN}, hashtext(of_case::text))
$$;
