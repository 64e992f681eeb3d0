-- What is still open in a case, as codes and never rows. Includes what the caller may not read, so that a
-- case is not closed over an enquiry or a plan that the worker cannot see. A caller who cannot read the case
-- gets the same refusal (42501) whether it exists or not. Higher domains declare what is open in them, using
-- `of_case`, `the_file` and `today`.
CREATE OR REPLACE FUNCTION complete_open_matters(of_case uuid) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    the_file uuid;
    the_office uuid;
    mine record;
    today date;
BEGIN
    SELECT c.file_id, o.id, (now() AT TIME ZONE o.time_zone)::date INTO the_file, the_office, today
      FROM public.cases_case c JOIN public.agencies_office o ON o.id = c.office_id
     WHERE c.id = of_case;
    SELECT * INTO mine FROM public.access_sections(the_file);
    IF the_file IS NULL OR mine.reads & {section.CASE} = 0 THEN
        RAISE EXCEPTION 'no such case' USING ERRCODE = '42501';
    END IF;
    RETURN array_remove(ARRAY[
        -- a caller who may not know the risk gets this whether the child is in danger or not, and cannot
        -- close the case
        CASE WHEN mine.reads & {section.RISK} = 0 THEN 'risk_not_readable' END,
        CASE WHEN EXISTS (SELECT 1 FROM public.cases_due d
            WHERE d.case_id = of_case AND d.done_on IS NULL AND d.due_on < today)
            THEN 'late_dues' END,
        CASE WHEN EXISTS (SELECT 1 FROM public.cases_approval a
            WHERE a.case_id = of_case AND a.decision = 'waiting' AND a.subject <> 'closing')
            THEN 'waiting_approval' END,
        -- until a visit records that the child is safe, as in `danger.annotate_danger`
        CASE WHEN mine.reads & {section.RISK} <> 0 AND EXISTS (SELECT 1 FROM public.cases_case c
            WHERE c.id = of_case AND c.danger_reported_at IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM public.cases_visit m
                               WHERE m.case_id = of_case AND m.child_safe = 'yes'
                                 AND public.danger_is_ended(c.danger_reported_at, false, m.happened_at,
                                                            m.is_time_unknown, c.office_id)))
            THEN 'danger_reported' END,
        CASE WHEN mine.reads & {section.RISK} <> 0 AND EXISTS (SELECT 1 FROM public.cases_visit v
            WHERE v.case_id = of_case AND v.not_met_because = 'prevented'
              AND NOT EXISTS (SELECT 1 FROM public.cases_visit m
                               WHERE m.case_id = of_case AND m.child_safe = 'yes' AND m.outcome = 'met_alone'
                                 AND public.danger_is_ended(v.happened_at, v.is_time_unknown, m.happened_at,
                                                            m.is_time_unknown, the_office)))
            THEN 'contact_prevented' END,
        CASE WHEN mine.reads & {section.RISK} <> 0 AND EXISTS (SELECT 1 FROM public.cases_visit v
            WHERE v.case_id = of_case AND v.child_safe = 'no'
              AND NOT EXISTS (SELECT 1 FROM public.cases_visit m
                               WHERE m.case_id = of_case AND m.child_safe = 'yes'
                                 AND (m.outcome = 'met_alone' OR v.outcome <> 'met_alone')
                                 AND public.danger_is_ended(v.happened_at, v.is_time_unknown, m.happened_at,
                                                            m.is_time_unknown, the_office)))
            THEN 'seen_unsafe' END,
        {values.open_matters},
        CASE WHEN EXISTS (SELECT 1 FROM public.intake_enquirymatch m
            WHERE m.file_id = the_file AND m.state = 'waiting')
            THEN 'waiting_enquiry' END
    ], NULL);
END $$;
