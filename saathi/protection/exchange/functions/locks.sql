-- `infra/locks.py` says why this is a function and lists the numbers.

-- Locks the imports of the caller's agency for this transaction; false if another transaction has the lock.
CREATE OR REPLACE FUNCTION lock_import() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN pg_try_advisory_xact_lock({lock.IMPORT}, hashtext(public.access_agency()::text));
END $$;
