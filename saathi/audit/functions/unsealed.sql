-- What the operator monitors of the audit log. The warden role owns these functions; every role with a login
-- may call them, and each returns a number, never an entry.

-- The age in seconds of the oldest committed entry that is not sealed yet; 0 if all are sealed. An entry is
-- sealed about a second after its commit, so more than a minute means that sealing has stopped. Cheap at any
-- size: it reads at most 1,000 entries after the last batch, by the index on xid.
--
-- An entry of a transaction that was open when the last batch was sealed counts from that batch on: it may be
-- older, but could not be sealed before its commit.
CREATE OR REPLACE FUNCTION audit_oldest_unsealed_seconds() RETURNS double precision
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  sealed record;
  oldest timestamptz;
  oldest_of_open timestamptz;
BEGIN
  SELECT xid_to, coalesce(pending, '{}') AS pending, sealed_at INTO sealed
    FROM public.audit_batch ORDER BY number DESC LIMIT 1;
  SELECT min(at) INTO oldest FROM (
    SELECT at FROM public.audit_entry
     WHERE xid >= coalesce(sealed.xid_to, '0'::xid8) ORDER BY xid, id LIMIT 1000
  ) unsealed;
  IF cardinality(sealed.pending) > 0 THEN
    SELECT min(greatest(at, sealed.sealed_at)) INTO oldest_of_open FROM (
      SELECT at FROM public.audit_entry
       WHERE xid = ANY (ARRAY(SELECT p::text::xid8 FROM unnest(sealed.pending) p)) LIMIT 1000
    ) unsealed;
  END IF;
  RETURN greatest(
    coalesce(extract(epoch FROM clock_timestamp() - least(oldest, oldest_of_open)), 0), 0
  );
END $$;
