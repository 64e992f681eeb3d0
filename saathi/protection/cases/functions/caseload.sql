-- How many open cases each of these colleagues works on, wherever in the agency: a supervisor reads
-- those of her own office alone, and would take a full hand for an empty one. Counts, never rows.
CREATE OR REPLACE FUNCTION complete_caseload(of_staff uuid[])
RETURNS TABLE (staff uuid, open_cases bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT public.staff_may(public.access_staff(), 'assign') THEN
        RAISE EXCEPTION 'not among your rights' USING ERRCODE = '42501';
    END IF;
    RETURN QUERY
    SELECT c.worker_id, count(*) FROM public.cases_case c
      JOIN public.agencies_staff s ON s.id = c.worker_id AND s.agency_id = public.access_agency()
     WHERE c.worker_id = ANY (of_staff) AND c.status IN ('open', 'closing_asked')
     GROUP BY c.worker_id;
END $$;
