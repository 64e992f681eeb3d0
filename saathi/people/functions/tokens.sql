-- What a search met: every taken slot, and whose it is where this person may know. A slot that is
-- taken by a file she may not see must still show as taken, or the search would stop too early and
-- miss her own child (see `vault.tokens.find`). That a slot is taken an insert tells her anyway.
CREATE OR REPLACE FUNCTION access_find_tokens(wanted bytea[])
RETURNS TABLE (found bytea, of_file uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine uuid[] := public.access_principals();
    self uuid[] := public.access_self();
BEGIN
    RETURN QUERY
    SELECT t.token, CASE WHEN EXISTS (
            SELECT 1 FROM public.agencies_grant g
            WHERE g.file_id = t.file_id AND g.principal = ANY (mine) AND g.reads & 1 <> 0
              AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now()))
        AND NOT EXISTS (
            SELECT 1 FROM public.agencies_hidden h
            WHERE h.file_id = t.file_id AND h.principal = ANY (self))
        THEN t.file_id END
    FROM public.people_token t WHERE t.token = ANY (wanted);
END $$;
