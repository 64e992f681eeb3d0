-- Lets one transaction at a time number the plans of a case. Locks the row of the case, for callers who may
-- write its plans (42501); `agencies/functions/locks.sql` says why the row.
CREATE OR REPLACE FUNCTION lock_case_plans(of_case uuid) RETURNS void
LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    its_file uuid := (SELECT c.file_id FROM public.cases_case c WHERE c.id = of_case);
BEGIN
    IF (public.access_sections(its_file)).writes & {section.PLAN} = 0 THEN
        RAISE EXCEPTION 'not yours to plan' USING ERRCODE = '42501';
    END IF;
    PERFORM 1 FROM public.cases_case c WHERE c.id = of_case FOR NO KEY UPDATE;
END $$;
