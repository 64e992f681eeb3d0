-- Whether the child named the caller as a reader of a statement. A function, because the policies of
-- statements and readers refer to each other, which PostgreSQL refuses as infinite recursion.
CREATE OR REPLACE FUNCTION access_named_reader(of_statement uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.participation_reader r
        WHERE r.statement_id = of_statement AND r.staff_id = public.access_staff())
$$;
