-- How many open cases each of these colleagues works on, anywhere in the agency: a supervisor reads only those of
-- their own office, and would underestimate a workload. For those who assign cases, and those who open cases that
-- others work on (42501). Counts, never rows; without those hidden from the caller, who would discover one by
-- comparison with the list of cases. `covered_until` is the last day on which a colleague covers one of these cases
-- because the worker is on leave.
DO $$ BEGIN
    IF pg_get_function_result(to_regprocedure('complete_caseload(uuid[])')) NOT LIKE '%covered_until%' THEN
        DROP FUNCTION complete_caseload(uuid[]);  -- an earlier version did not return this day
    END IF;
END $$;
CREATE OR REPLACE FUNCTION complete_caseload(of_staff uuid[])
RETURNS TABLE (staff uuid, open_cases bigint, covered_until date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := public.access_staff();
    own_principals uuid[] := public.access_self();
BEGIN
    IF NOT public.staff_may(me, 'assign')
       AND NOT (public.staff_may(me, 'open_case') AND NOT public.staff_may(me, 'work_on_case')) THEN
        RAISE EXCEPTION 'not among your rights' USING ERRCODE = '42501';
    END IF;
    RETURN QUERY
    SELECT c.worker_id, count(*), max(cover.until_on) FROM public.cases_case c
      JOIN public.agencies_staff s ON s.id = c.worker_id AND s.agency_id = public.access_agency()
      JOIN public.agencies_office o ON o.id = c.office_id
      LEFT JOIN LATERAL (
           SELECT t.until_on FROM public.cases_seat t
            WHERE t.case_id = c.id AND t.ended_on IS NULL
              AND t.until_on >= (now() AT TIME ZONE o.time_zone)::date LIMIT 1) cover ON true
     WHERE c.worker_id = ANY (of_staff) AND c.status IN ('open', 'closing_asked')
       AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                        WHERE h.file_id = c.file_id AND h.principal = ANY (own_principals))
     GROUP BY c.worker_id;
END $$;

-- How open cases and overdue duties are distributed among the workers of these offices, for those who approve
-- there. The same cases that the leader reads by row security, checked once instead of twice: a leader of
-- forty workers would read thousands of them for two numbers each. Counts, never rows. `high_risk` and
-- `late_cases` count cases, `late` counts duties; facts of a section that the leader cannot read are not
-- counted.
DO $$ BEGIN
    IF pg_get_function_result(to_regprocedure('cases_spread(uuid[], date)')) NOT LIKE '%late_cases%' THEN
        DROP FUNCTION cases_spread(uuid[], date);  -- an earlier version did not return them
    END IF;
END $$;
CREATE OR REPLACE FUNCTION cases_spread(of_offices uuid[], on_day date)
RETURNS TABLE (worker uuid, office uuid, open_cases bigint, late bigint, high_risk bigint, late_cases bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    acts_as uuid[] := public.access_principals();
    own_principals uuid[] := public.access_self();
BEGIN
    IF NOT public.staff_may(public.access_staff(), 'approve') THEN
        RAISE EXCEPTION 'not among your rights' USING ERRCODE = '42501';
    END IF;
    RETURN QUERY
    SELECT c.worker_id, c.office_id, count(*), coalesce(sum(due.late), 0)::bigint,
           count(*) FILTER (WHERE c.risk = 'high' AND held.reads & {section.RISK} <> 0),
           count(*) FILTER (WHERE due.late > 0)
      FROM public.cases_case c, LATERAL (
           SELECT bit_or(g.reads) AS reads FROM public.agencies_grant g
            WHERE g.file_id = c.file_id AND g.principal = ANY (acts_as)
              AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now())) held, LATERAL (
           SELECT CASE WHEN held.reads & {section.VISITS} = 0 THEN 0 ELSE
                  (SELECT count(*) FROM public.cases_due d
                    WHERE d.case_id = c.id AND d.done_on IS NULL AND d.due_on < on_day) END AS late) due
     WHERE c.office_id = ANY (of_offices) AND c.status IN ('open', 'closing_asked')
       AND held.reads & {section.CASE} <> 0
       AND NOT EXISTS (SELECT 1 FROM public.agencies_hidden h
                        WHERE h.file_id = c.file_id AND h.principal = ANY (own_principals))
     GROUP BY c.worker_id, c.office_id;
END $$;
