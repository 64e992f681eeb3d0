-- Why a function, and where the numbers are: `infra/locks.py`.

-- Whether the caller's agency brings in children now and in no other transaction.
CREATE OR REPLACE FUNCTION lock_import() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN pg_try_advisory_xact_lock({lock.IMPORT}, hashtext(public.access_agency()::text));
END $$;
