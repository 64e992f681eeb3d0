-- Which of these stored files no row names, for the worker's sweep, which cannot see such rows. None if no
-- child is recorded: a restore into that empty database is still to come.
CREATE OR REPLACE FUNCTION vault_unnamed(asked uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT a FROM unnest(asked) a
     WHERE EXISTS ({rows.people_on_record})
       AND NOT EXISTS (SELECT 1 FROM public.vault_stored_file s WHERE s.id = a)
$$;
